# make run: 装好、准备好示范县、启动。make test: 装好测试要用的，跑全部测试。只需要 python3（3.11 以上）和 make。
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTEST ?= pytest
PYTEST_ARGS ?= -n 2 -q

.PHONY: run test install check clean
.DEFAULT_GOAL := run

run: $(VENV)/.installed
	@exec $(BIN)/python -m bot serve --demo

install: $(VENV)/.installed

test: $(VENV)/.tested
	@sh deploy/browser.sh
	@sh deploy/peers.sh
	@$(BIN)/python -m $(PYTEST) $(PYTEST_ARGS)

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit("需要 Python 3.11 或更高版本，现在是 " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV) || { echo "建不了虚拟环境：请先安装 python3-venv（Debian/Ubuntu: apt-get install python3-venv）" >&2; exit 1; }
	@touch $@

$(VENV)/.installed: $(VENV)/.created pyproject.toml constraints.txt deploy/install.py deploy/liaison.sh
	@echo "正在安装，第一次要一两分钟……"
	@$(BIN)/python deploy/install.py
	@cp deploy/liaison.sh $(BIN)/liaison && chmod 755 $(BIN)/liaison
	@touch $@

$(VENV)/.tested: $(VENV)/.installed
	@$(BIN)/python deploy/install.py test
	@touch $@

check: $(VENV)/.tested
	@$(BIN)/ruff format --check -q .
	@$(BIN)/ruff check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

clean:
	rm -rf $(VENV)
