"""How servers of different ages, and the documentation, say the same things."""

from typing import NamedTuple


class Dialect(NamedTuple):
    """One way to speak.

    Attributes:
        version: what `settings.getDokployVersion` answers.
        bearer: the key comes as `Authorization: Bearer`, and `x-api-key` is ignored.
        raw_yaml: `readTraefikConfig` answers with the bare YAML.
        success_object: `updateTraefikConfig` answers with `{"success": true}`.
        whole_rows: `project.all` gives applications as whole rows.
        environments: projects have environments, and `environment.*` exists.
        overview: `overview.*` exists.
        batches: its tRPC path takes several questions in one request.
    """

    version: str = "v0.30.2"
    bearer: bool = False
    raw_yaml: bool = False
    success_object: bool = False
    whole_rows: bool = False
    environments: bool = True
    overview: bool = True
    batches: bool = True


REAL = Dialect()
#: As the published documentation says, which no server does.
DOCUMENTED = Dialect(bearer=True, raw_yaml=True, success_object=True)
V0_28 = Dialect("v0.28.2", whole_rows=True, overview=False, batches=False)
V0_24 = Dialect("v0.24.0", whole_rows=True, environments=False, overview=False)
V0_18 = Dialect("v0.18.4", bearer=True, whole_rows=True, environments=False, overview=False)

DIALECTS = {"real": REAL, "documented": DOCUMENTED, "v0.28": V0_28, "v0.24": V0_24, "v0.18": V0_18}
