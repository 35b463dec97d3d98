"""YAML as gopkg.in/yaml.v3 reads it, to nodes that know their place."""
