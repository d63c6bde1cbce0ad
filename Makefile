# `make demo` and `make test` set everything up by themselves, in .venv and .build; nothing is installed elsewhere, but for the
# daemons that `make interop` needs: as root, it installs Debian's.

PYTHON ?= python3
# targets of kaitai-struct-compiler; those in generated/ are committed
LANGS ?= python
CAPTURE ?= tests/captures/xenstored-4.17-1guest.bin
VENV := .venv
KSC := .build/ksc
XSMIG := $(VENV)/bin/xsmig
HYPERVISOR := .build/daemon/hypervisor.so

.PHONY: demo test interop generate lint wheel clean

demo: $(VENV)/ready
	@$(call show,$(XSMIG) info $(CAPTURE))
	@$(call show,$(XSMIG) check $(CAPTURE) && echo sound)
	@$(call show,$(XSMIG) decode $(CAPTURE) | head -n 6)
	@$(call show,$(XSMIG) decode $(CAPTURE) | $(XSMIG) encode - | cmp - $(CAPTURE) && echo the same octets)
	@$(call show,$(XSMIG) ls -f -p $(CAPTURE) /local/domain/1/device)
	@$(call show,$(XSMIG) check tests/captures/xenstored-4.22-depth-watch.bin || test $$? -eq 1)

show = printf '\n$$ %s\n' '$(1)'; $(1)

test: $(VENV)/ready
	$(VENV)/bin/pytest -n auto

# with real daemons: Debian's, or those that XSMIG_XENSTORED and XSMIG_OXENSTORED name (tools/daemon/README.md)
interop: $(VENV)/ready
	tools/daemon/install
	$(MAKE) --no-print-directory $(HYPERVISOR)
	$(VENV)/bin/pytest -n 2 tests/interop

generate: $(KSC)
	tools/generate $(KSC) $(LANGS)

lint: $(VENV)/ready
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(VENV)/bin/vermin --quiet --no-tips --target=3.9- --violations --backport typing_extensions xsmig

wheel: $(VENV)/ready
	rm -rf dist
	$(VENV)/bin/hatchling build -t wheel

clean:
	rm -rf $(VENV) .build dist

$(VENV)/ready: pyproject.toml tools/constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -c tools/constraints.txt -e '.[dev]'
	touch $@

$(HYPERVISOR): tools/daemon/hypervisor.c
	mkdir -p $(@D)
	$(CC) -O2 -Wall -Wextra -Werror -fPIC -shared -o $@ $<

$(KSC): tools/ksc/pom.xml
	mvn --quiet --batch-mode -f tools/ksc/pom.xml dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/$@
	touch $@
