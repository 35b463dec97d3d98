"""The functions a template in a configuration file may name.

Source: Go's `text/template/funcs.go`, `TxtFuncMap` of github.com/Masterminds/sprig/v3, and `CreateConfiguration` of
Traefik's `pkg/provider/file/file.go`, which adds `normalize` and puts Go's `strings.Split` in the place of sprig's.
"""

_BUILTINS = """
and call eq ge gt html index js le len lt ne not or print printf println slice urlquery
"""

_DATES = """
ago date dateInZone dateModify date_in_zone date_modify duration durationRound htmlDate htmlDateInZone mustDateModify
mustToDate must_date_modify now toDate unixEpoch
"""
_STRINGS = """
abbrev abbrevboth adler32sum atoi b32dec b32enc b64dec b64enc camelcase cat contains hasPrefix hasSuffix hello indent
initials join kebabcase lower nindent nospace plural quote randAlpha randAlphaNum randAscii randBytes randNumeric repeat
replace sha1sum sha256sum shuffle snakecase sortAlpha split splitList splitn squote substr swapcase title toString
toStrings trim trimAll trimPrefix trimSuffix trimall trunc untitle upper wrap wrapWith
"""
_NUMBERS = """
add add1 add1f addf biggest ceil div divf float64 floor int int64 max maxf min minf mod mul mulf randInt round seq sub
subf toDecimal until untilStep
"""
_VALUES = """
all any coalesce compact deepCopy deepEqual default empty fail fromJson kindIs kindOf mustCompact mustDeepCopy
mustFromJson mustToJson mustToPrettyJson mustToRawJson ternary toJson toPrettyJson toRawJson typeIs typeIsLike typeOf
"""
_LISTS = """
append chunk concat dict dig first get has hasKey initial keys last list merge mergeOverwrite mustAppend mustChunk
mustFirst mustHas mustInitial mustLast mustMerge mustMergeOverwrite mustPrepend mustPush mustRest mustReverse mustSlice
mustUniq mustWithout omit pick pluck prepend push rest reverse set slice tuple uniq unset values without
"""
_SYSTEM = """
base clean dir env expandenv ext getHostByName isAbs osBase osClean osDir osExt osIsAbs urlJoin urlParse
"""
_CRYPTOGRAPHY = """
bcrypt buildCustomCert decryptAES derivePassword encryptAES genCA genCAWithKey genPrivateKey genSelfSignedCert
genSelfSignedCertWithKey genSignedCert genSignedCertWithKey htpasswd uuidv4
"""
_PATTERNS = """
mustRegexFind mustRegexFindAll mustRegexMatch mustRegexReplaceAll mustRegexReplaceAllLiteral mustRegexSplit regexFind
regexFindAll regexMatch regexQuoteMeta regexReplaceAll regexReplaceAllLiteral regexSplit semver semverCompare
"""

FUNCTIONS = frozenset(
    " ".join(
        (_BUILTINS, _DATES, _STRINGS, _NUMBERS, _VALUES, _LISTS, _SYSTEM, _CRYPTOGRAPHY, _PATTERNS, "normalize")
    ).split()
)
"""Every name there is; any other is an error wherever it stands."""
