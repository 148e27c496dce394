"""The addresses for who looks after safety, by who may come in."""

OPEN = {"safety.report", "safety.security_txt"}
