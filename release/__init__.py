"""What a release holds beside the packages of Python and of the editor: `make release` puts all of it together."""
