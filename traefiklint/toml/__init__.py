"""TOML as github.com/BurntSushi/toml reads it, to nodes that know their place."""
