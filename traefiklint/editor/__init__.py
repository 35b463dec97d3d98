"""The language server: one feature a module, each a function of what `view` and `workspace` know."""
