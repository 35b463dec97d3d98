"""The site: the manual, a page for each rule, the options of Traefik, the commands. `make docs` builds it.

`python -m website FOLDER` writes the texts, made of `docs/`, `rules/`, the declarations in `traefiklint/model` and the
help of the commands, with the settings of the generator (Zensical), which makes HTML of them. `python -m website.links`
checks the links of what it made.
"""
