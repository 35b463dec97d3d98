"""Go's text/template, as far as a configuration file uses it: read, checked, carried out where nothing is unknown."""
