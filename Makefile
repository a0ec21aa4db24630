# What a person does with the project; `make help` lists it. `make test` is what CI runs.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
# `make test` runs its stages side by side by itself: scripts/check-all knows which may.
.NOTPARALLEL:

TARGET := $(or $(CARGO_TARGET_DIR),target)
TOOLS := target/tools
VENV := .venv/installed
CHECKS_VENV := .venv-checks/installed
PEERS_VENV := .venv-peers/installed
SCIMMY := target/peers/scimmy/installed
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/$(TOOLS)/bin:$(PATH)
export SAM_CLI_TELEMETRY := 0

# The architecture of this machine as Lambda names it.
HOST_ARCH := $(if $(filter aarch64 arm64,$(shell uname -m)),arm64,x86_64)
# What `make sam-build` builds for.
ARCH ?= x86_64
# Options of what a target runs, e.g. `make run ARGS='--port 9000'`, `make bench ARGS='--users 1000'`.
ARGS ?=
# Set by scripts/check-all, which has built before whatever a stage needs.
PREBUILT ?=
export PREBUILT

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: build ## Run the whole system on this machine (ARGS='--port 9000 --data-dir DIR')
	$(TARGET)/release/rollcall local $(ARGS)

.PHONY: build
build: ## Build target/release/rollcall, the command and local system
	cargo build --locked --release --package rollcall-cli

# Where `make install` puts the command. For all users: `make build && sudo make install-built PREFIX=/usr/local`.
PREFIX ?= $(HOME)/.local

.PHONY: install
install: build install-built ## Install the command with its completions and manual pages (PREFIX=~/.local)

.PHONY: install-built
install-built:
	scripts/install $(TARGET)/release/rollcall $(DESTDIR)$(PREFIX)

.PHONY: uninstall
uninstall: ## Remove what `make install` put there
	scripts/install --remove $(DESTDIR)$(PREFIX)

.PHONY: test
test: ## Everything CI runs; ends with a table of its stages
	scripts/check-all

.PHONY: setup
setup: ## Install what the checks need, all at once
	scripts/setup

.PHONY: unit
unit: ## Run the Rust tests alone
	scripts/rust-tests

# Together with the tests: built alone, the command asks other features of what it depends on, which would all be built
# once more.
.PHONY: build-debug
build-debug: ## Build the tests, and target/debug/rollcall
	cargo test --locked --workspace --no-run --quiet
	cargo build --locked --workspace --bins --quiet

.PHONY: list-tests
list-tests:
	scripts/list-tests

.PHONY: browser
browser: $(if $(PREBUILT),,build-debug) ## Run the browser tests alone; screenshots in target/screenshots
	ROLLCALL_BIN=$(TARGET)/debug/rollcall scripts/browser-tests

# The same cases each time; `scripts/api-tests` alone draws others.
.PHONY: fuzz-api
fuzz-api: $(if $(PREBUILT),,build-debug) ## Ask the people API all that its OpenAPI document allows, and much that it does not
	ROLLCALL_BIN=$(TARGET)/debug/rollcall scripts/api-tests --seed 1 $(ARGS)

.PHONY: test-clients
test-clients: $(if $(PREBUILT),,build-debug) ## Lint the people API's document; ask the API by clients generated from it, and for tokens as directories do
	ROLLCALL_BIN=$(TARGET)/debug/rollcall scripts/client-tests

.PHONY: test-validators
test-validators: $(if $(PREBUILT),,build-debug) ## Have the SCIM API checked by validators that others wrote
	ROLLCALL_BIN=$(TARGET)/debug/rollcall scripts/validator-tests

.PHONY: test-aws
test-aws: $(if $(PREBUILT),,build-debug check-sam-build) ## Deploy the template to an emulator of AWS and test the stack there
	HOST_ARCH=$(HOST_ARCH) ROLLCALL_BIN=$(abspath $(TARGET))/debug/rollcall scripts/aws-tests

# Each function by itself, as `sam build` builds it: built with others it gets what they ask of its dependencies.
.PHONY: bench
bench: ## Measure calls, throughput, latency and cold start; a table, and JSON in target/
	cargo build --locked --release --package rollcall-scim
	cargo build --locked --release --package rollcall-oauth
	cargo build --locked --release --package rollcall-bench-hello
	cargo build --locked --release --package rollcall-cli --package rollcall-bench
	$(TARGET)/release/rollcall-bench $(ARGS)

.PHONY: bench-peers
bench-peers: $(PEERS_VENV) $(SCIMMY) ## Measure Rollcall beside other SCIM servers; a table, and JSON in target/
	cargo build --locked --release --package rollcall-cli --package rollcall-bench
	$(TARGET)/release/rollcall-bench peers $(ARGS)

.PHONY: burst
burst: ## Change everybody of an Okta org at once; fail if anything is lost (ARGS='--people 10000 --faults each,all')
	cargo build --locked --release --package rollcall-cli --package rollcall-bench
	$(TARGET)/release/rollcall-bench burst $(ARGS)

.PHONY: fmt
fmt: ## Format the code
	cargo fmt --all

.PHONY: check-format
check-format: ## Fail if `make fmt` would change something
	cargo fmt --all --check

.PHONY: lint
lint: ## Run clippy on everything, warnings are errors
	cargo clippy --locked --workspace --all-targets -- -D warnings

.PHONY: check-docs
check-docs: ## Build the documentation, warnings are errors
	RUSTDOCFLAGS='-D warnings' cargo doc --locked --workspace --no-deps

.PHONY: check-deps
check-deps: ## Check licences, sources, duplicates, advisories and unused dependencies
	scripts/install-tools $(TOOLS)
	scripts/check-deps
	python3 -B -m unittest discover --start-directory scripts

.PHONY: check-template
check-template: $(VENV) $(CHECKS_VENV) ## Validate, lint and test infra/template.yaml
	sam validate --region us-east-1
	sam validate --region us-east-1 --lint
	cfn-lint infra/template.yaml --append-rules cfn_lint_serverless.rules --include-checks I --regions us-east-1
	# What SAM makes of it, with its conditions, with each off, and with each on. Then some parameters are not used.
	python -B infra/processed.py $(TARGET)/templates
	cfn-lint $(TARGET)/templates/*.json --ignore-checks W2001 --regions us-east-1
	.venv-checks/bin/checkov --framework cloudformation --file infra/template.yaml --compact --quiet --skip-download
	python -B -m unittest discover --start-directory infra

# As `make sam-build` does, for this machine's architecture, and apart from what `sam deploy` would take. It is linked
# and optimised less, which takes half the time. Not by the compiler of the other checks, which does not optimise alike.
.PHONY: check-sam-build
check-sam-build: $(VENV) ## Check that the functions can be built for Lambda
	env -u RUSTC_WORKSPACE_WRAPPER CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
		CARGO_PROFILE_RELEASE_OPT_LEVEL=1 scripts/sam-build target/sam-check $(HOST_ARCH)

.PHONY: sam-build
sam-build: $(VENV) ## Build the functions for `sam deploy` (ARCH=x86_64 or arm64)
	scripts/sam-build .aws-sam/build $(ARCH)

# For this machine's architecture, and apart from what `sam deploy` would take.
.PHONY: sam-local
sam-local: $(VENV) ## Serve the API in Lambda's image by Docker, over the table of `make run` (ARGS='--port 3001')
	sam build --build-dir target/sam-local --parameter-overrides Architecture=$(HOST_ARCH)
	scripts/sam-local target/sam-local $(HOST_ARCH) $(ARGS)

.PHONY: test-sam-local
test-sam-local: $(VENV) ## Check that `make sam-local` works, in a Docker of its own if root runs it on Debian
	scripts/test-sam-local $(HOST_ARCH)

# It sends the events of a function URL, which the product has no use for: hence the feature.
.PHONY: watch
watch: $(VENV) ## Serve the API by `cargo lambda watch`, over the table of `make run`
	AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:8000 TABLE_NAME=rollcall \
	AWS_REGION=local AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local \
	cargo lambda watch --invoke-address 127.0.0.1 --disable-cors --features lambda_http/apigw_http $(ARGS)

.PHONY: clean
clean: ## Remove all that was built or installed here; the data in .rollcall stays
	rm -rf target .aws-sam .schemathesis .venv .venv-api .venv-aws .venv-browser .venv-checks .venv-clients .venv-peers .venv-tools .venv-validators

$(VENV): infra/requirements.txt scripts/make-venv
	scripts/make-venv .venv infra/requirements.txt

$(CHECKS_VENV): infra/requirements-checks.txt scripts/make-venv
	scripts/make-venv .venv-checks infra/requirements-checks.txt

$(PEERS_VENV): bench/peers/scim2-server/requirements.txt scripts/make-venv
	scripts/make-venv .venv-peers bench/peers/scim2-server/requirements.txt

$(SCIMMY): $(wildcard bench/peers/scimmy/*) scripts/make-node-modules
	scripts/make-node-modules target/peers/scimmy bench/peers/scimmy
	touch $@
