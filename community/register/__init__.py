"""The register of knowledge and skill: what people offer and what they ask."""
