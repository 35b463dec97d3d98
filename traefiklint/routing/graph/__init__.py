"""A provider directory as a picture: entry point → router → middlewares → service → servers, with the findings."""
