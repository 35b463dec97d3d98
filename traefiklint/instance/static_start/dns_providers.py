"""The DNS providers by which each Traefik can prove that it owns a domain: names that the library `lego` knows.

Source: `NewDNSChallengeProviderByName` of github.com/go-acme/lego, in the version that Traefik's `go.mod` names; what
came with 5.5.2 was read in the program of Traefik 3.7.15. Names are compared as they are written.
"""

from __future__ import annotations

from functools import lru_cache

from traefiklint.versions import Version, since

_LEGO = (
    ("3.0.0", "4.16.1"), ("3.0.2", "4.17.3"), ("3.1.3", "4.18.0"), ("3.1.7", "4.19.2"), ("3.2.1", "4.20.2"),
    ("3.2.4", "4.21.0"), ("3.3.4", "4.22.2"), ("3.3.6", "4.23.1"), ("3.5.1", "4.25.2"), ("3.5.4", "4.27.0"),
    ("3.5.5", "4.28.0"), ("3.6.3", "4.29.0"), ("3.6.6", "4.30.1"), ("3.6.7", "4.31.0"), ("3.6.9", "4.32.0"),
    ("3.6.12", "4.33.0"), ("3.6.14", "4.34.0"), ("3.6.22", "5.2.2"), ("3.7.0", "4.34.0"), ("3.7.6", "5.2.2"),
    ("3.7.10", "5.5.2"),
)  # fmt: skip
"""From which Traefik on it is built with which lego."""

_FIRST = """
acme-dns alidns allinkl arvancloud auroradns autodns azure azuredns bindman bluecat brandit bunny checkdomain civo
clouddns cloudflare cloudns cloudru cloudxns conoha constellix cpanel derak desec designate digitalocean dnshomede
dnsimple dnsmadeeasy dnspod dode domainnameshop domeneshop dreamhost duckdns dyn dynu easydns edgedns efficientip epik
exec exoscale fastdns freemyip gandi gandiv5 gcloud gcore glesys godaddy googledomains hetzner hostingde hosttech
httpreq hurricane hyperone ibmcloud iij iijdpf infoblox infomaniak internetbs inwx ionos ipv64 iwantmyname joker liara
lightsail linode linodev4 liquidweb loopia luadns mailinabox manual metaname mydnsjp mythicbeasts namecheap namedotcom
namesilo nearlyfreespeech netcup netlify nicmanager nifcloud njalla nodion ns1 oraclecloud otc ovh pdns plesk porkbun
rackspace rcodezero regru rfc2136 rimuhosting route53 safedns sakuracloud scaleway selectel servercow shellrent simply
sonic stackpath tencentcloud transip ultradns variomedia vegadns vercel versio vinyldns vkcloud vscale vultr webnames
websupport wedos yandex yandex360 yandexcloud zoneee zonomi
"""
"""What lego 4.16.1 knows."""

_CHANGES = {
    "4.17.3": "httpnet selectelv2",
    "4.18.0": "directadmin limacity mijnhost mittwald",
    "4.19.2": "huaweicloud selfhostde",
    "4.20.2": "acmedns corenetworks regfish technitium timewebcloud volcengine",
    "4.21.0": "manageengine rainyun westcn",
    "4.22.2": "myaddr spaceship",
    "4.23.1": "active24 axelname baiducloud bookmyname f5xc metaregistrar",
    "4.25.2": "azion conohav3 dyndnsfree nicru zoneedit",
    "4.27.0": "beget binarylane edgeone hostinger keyhelp octenium",
    "4.28.0": "anexia webnamesca webnamesru",
    "4.29.0": "aliesa edgecenter gigahostno uniteddomains",
    "4.30.1": "gravity hostingnl ionoscloud neodigit syse virtualname",
    "4.31.0": "alwaysdata com35 ispconfig ispconfigddns jdcloud",
    "4.32.0": "artfiles bluecatv2 ddnss dnsexit leaseweb namesurfer todaynic",
    "4.33.0": "czechia eurodns excedo",
    "4.34.0": "dnsupdate netnod onecloudru onlinenet ucloud",
    "5.2.2": """
        abion connbyte curanet dandomain dinahosting dns51 dnscale dnsla dnsservices dynadot euserv fornex gehirn gname
        hostup katapult nederhost ngenix omglol opusdns pointdns poweradmin rage4 scannet tele3 veesp wannafind xinnet
        zilore -azure -brandit -cloudxns -dnspod -googledomains -iij -iwantmyname
    """,
    "5.5.2": "dnsmint feno myra nexdns openprovider webglobe",
}
"""What each later lego added, and, with `-`, what it dropped."""

SUCCESSORS = {"azure": "azuredns", "dnspod": "tencentcloud"}
"""What to write for a name that was given up."""


@lru_cache(maxsize=32)
def dns_providers(target: Version) -> frozenset[str]:
    """The names that a Traefik knows; one whose patch is not known is taken for the newest of its minor version."""
    lego = max((since(first), lego) for first, lego in _LEGO if since(first) <= target)[1]
    names = set(_FIRST.split())
    for version, change in _CHANGES.items():
        if since(version) > since(lego):
            break
        for name in change.split():
            if name.startswith("-"):
                names.discard(name[1:])
            else:
                names.add(name)
    return frozenset(names)
