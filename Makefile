# Two commands: `make up` runs Dangban, `make test` tests it. Both work on a clean clone.
.DEFAULT_GOAL := help
.PHONY: help up test check install lock clean

# The first Python that is new enough; the default one where none is, which then says so.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; exit; }; done; echo python3)
UV ?= uv

help:
	@echo "make up       run Dangban with its own PostgreSQL and Redis  (DANGBAN_PORT=8000, DANGBAN_HOST=127.0.0.1)"
	@echo "make test     every check and every test                     (ARGS='tests/launch -q' for some of them)"
	@echo "make check    style, types and import rules"
	@echo "make install  .venv and the front end, without starting anything"
	@echo "make lock     resolve requirements*.in anew"
	@echo "make clean    remove what was installed and built; the data in ./var stays"

up:
	@exec $(PYTHON) scripts/bootstrap.py up $(ARGS)

test:
	@exec $(PYTHON) scripts/bootstrap.py test $(ARGS)

check:
	@exec $(PYTHON) scripts/bootstrap.py check

install:
	@exec $(PYTHON) scripts/bootstrap.py install --dev

LOCK = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-header
lock:
	$(LOCK) $(UPGRADE) requirements.in --output-file requirements.lock
	$(LOCK) $(UPGRADE) requirements-dev.in --output-file requirements-dev.lock

clean:
	rm -rf .venv frontend/node_modules frontend/dist build *.egg-info .pytest_cache .ruff_cache .mypy_cache
