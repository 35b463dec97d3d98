"""A report to look at: one HTML file with routes, findings, and who answers what; and the same data as JSON."""
