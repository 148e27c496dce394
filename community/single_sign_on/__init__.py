"""Staff come in by the account of their own organisation (OpenID Connect)."""
