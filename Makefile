# What there is to do here; `make help` lists it. The work itself is in tools/setup.py.

PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help run install test lint coverage bench soak screens guides security sbom words lock

help: ## What there is
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

run: ## Install what is needed, fill an empty house with the demo town, open it on http://127.0.0.1:8000 (HOST, PORT)
	@$(PYTHON) tools/setup.py run

install: ## What a server needs before it opens: packages, the front end, the words (docs/operators.md)
	@$(PYTHON) tools/setup.py install

test: ## Everything that must hold: lint, types, import contracts, tests on SQLite and PostgreSQL, browser journeys
	@$(PYTHON) tools/setup.py test

lint: ## Only the first half of that: lint, types, import contracts
	@$(PYTHON) tools/setup.py lint

coverage: ## The same tests, slower, and which lines of `community/` none of them reaches
	@$(PYTHON) tools/setup.py coverage

bench: ## Measurements, as a table
	@$(PYTHON) tools/setup.py bench

soak: ## The slow faults, and what was lost: a report in soak-report/ (SOAK_SECONDS: how long mixed use takes)
	@$(PYTHON) tools/setup.py soak

screens: ## Every page, mail and sheet of the demo town as pictures, side by side, in screens/ (ONLY=words of a name, SPEAK=en, WIDTHS=360,1280, SCHEMES=light)
	@$(PYTHON) tools/setup.py screens $(ONLY)

guides: ## Take the pictures in docs/guides/ anew, of the demo town
	@$(PYTHON) tools/setup.py guides

words: ## Bring every room's catalogue up to date; says what is not translated yet
	@$(PYTHON) tools/setup.py words

security: ## Look at the source with bandit and with rules of our own (tools/semgrep)
	@$(PYTHON) -m tools.safety security

sbom: ## What the house is made of, from its locks, in CycloneDX: sbom/
	@$(PYTHON) -m tools.safety sbom

lock: ## Resolve all Python packages anew
	@$(PYTHON) tools/setup.py lock
