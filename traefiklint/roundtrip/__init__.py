"""The round trip: a source is read into typed models, changed there, and written back with everything else kept."""
