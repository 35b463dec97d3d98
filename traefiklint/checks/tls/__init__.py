"""Certificates and TLS options."""
