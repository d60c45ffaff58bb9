# dateline: full-text search for archives of dated articles. `make help` lists the targets.

PREFIX ?= /usr/local
DESTDIR ?=
PROGRAM_PREFIX ?=
BUILD ?= build

CC = gcc
CXX = g++
CFLAGS ?= -O2 -g
CXXFLAGS ?= $(CFLAGS)
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wvla
C_FLAGS = -std=c17 -D_POSIX_C_SOURCE=200809L -I. $(WARNINGS) -Wstrict-prototypes \
	-Wmissing-prototypes -pthread $(CFLAGS) $(SANITIZE)
CXX_FLAGS = -std=c++17 -I. $(WARNINGS) $(CXXFLAGS) $(SANITIZE)
LD_FLAGS = -pthread -Wl,--as-needed $(LDFLAGS) $(SANITIZE)
ISAL = $(if $(filter x86_64 aarch64,$(shell uname -m)),isal)
# What is small is linked whole: every shared object costs a program 0.2 ms before main().
SEARCHER_LIBS = -l:libstemmer.a -l:libutf8proc.a -l:libzstd.a -l:libncursesw.a -l:libtinfo.a -lm
INDEXER_LIBS = $(SEARCHER_LIBS) -lxapian -lxxhash $(ISAL:%=-l%) -lz -larchive -lbrotlidec \
	-lxml2 -ljansson -lcsv -lyaml -lsqlite3 -lgmime-3.0 -lgobject-2.0 -lglib-2.0

BUILD_PACKAGES = gcc g++ pkg-config libc6-dev libxapian-dev libstemmer-dev zlib1g-dev libutf8proc-dev libncurses-dev \
	libxxhash-dev libzstd-dev $(ISAL:%=lib%-dev) libarchive-dev libbrotli-dev \
	libxml2-dev libjansson-dev libcsv-dev libyaml-dev libsqlite3-dev libgmime-3.0-dev
TEST_PACKAGES = $(BUILD_PACKAGES) libcmocka-dev mandoc xapian-tools perl python3 procps util-linux wget tmux
LINT_PACKAGES = $(BUILD_PACKAGES) mandoc clang libclang-rt-14-dev clang-format cppcheck shellcheck libcmocka-dev

# Headers of libraries that do not stand in the folder for all; not warned about.
$(BUILD)/obj/indexer/read/%.o: C_FLAGS += $(patsubst -I%,-isystem %,$(shell \
	pkg-config --cflags-only-I libxml-2.0 gmime-3.0))

objects = $(patsubst %,$(BUILD)/obj/%.o,$(basename $(foreach d,$(1),$(wildcard $(d)/*.c $(d)/*/*.c $(d)/*/*.cc))))
ROOMS = $(BUILD)/indexer.a $(BUILD)/searcher.a $(BUILD)/lib.a
PROGRAMS = $(BUILD)/indexer $(BUILD)/searcher $(BUILD)/xapian.so
UNIT_TESTS = $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))
TEST_TOOLS = $(patsubst tests/tools/%.c,$(BUILD)/tests/%,$(wildcard tests/tools/*.c))
PAGES = $(wildcard man/*.[1-8])

all: $(PROGRAMS) ## build both programs into build/

$(BUILD)/indexer: $(BUILD)/obj/indexer/main.o $(BUILD)/indexer.a $(BUILD)/lib.a
	$(CXX) -o $@ $^ $(LD_FLAGS) $(INDEXER_LIBS)

$(BUILD)/searcher: $(BUILD)/obj/searcher/main.o $(BUILD)/searcher.a $(BUILD)/lib.a
	$(CC) -o $@ $^ $(LD_FLAGS) $(SEARCHER_LIBS)

# The binding of libxapian, which searcher loads when a remote shard is asked (lib/xapian/load.h).
$(BUILD)/xapian.so: $(patsubst lib/xapian/%.cc,$(BUILD)/obj/lib/xapian/%.o,$(wildcard lib/xapian/*.cc))
	$(CXX) -shared -o $@ $^ $(LD_FLAGS) -lxapian
$(BUILD)/obj/lib/xapian/%.o: CXX_FLAGS += -fPIC

# A room is an archive, so that a test links only what it uses. Its folders may have files of the
# same name, hence q.
$(BUILD)/lib.a: $(call objects,lib)
$(BUILD)/indexer.a: $(filter-out %/main.o,$(call objects,indexer))
$(BUILD)/searcher.a: $(filter-out %/main.o,$(call objects,searcher))
$(ROOMS):
	rm -f $@
	$(AR) qcs $@ $^

$(BUILD)/tests/%: $(BUILD)/obj/tests/unit/%.o $(ROOMS)
	@mkdir -p $(@D)
	$(CXX) -o $@ $^ $(LD_FLAGS) -lcmocka $(INDEXER_LIBS)

$(BUILD)/tests/%: $(BUILD)/obj/tests/tools/%.o $(ROOMS)
	@mkdir -p $(@D)
	$(CXX) -o $@ $^ $(LD_FLAGS) $(INDEXER_LIBS)

# A library to preload; what it is made for is in tests/faults.
$(BUILD)/tests/inject.so: tests/faults/inject.c
	@mkdir -p $(@D)
	$(CC) $(C_FLAGS) -fPIC -shared -o $@ $<

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(C_FLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/obj/%.o: %.cc
	@mkdir -p $(@D)
	$(CXX) $(CXX_FLAGS) -MMD -MP -c -o $@ $<

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

# Installs those of the named Debian packages that are missing; needs no network if none is.
install_packages = @missing=$$(for p in $(1); do \
	  dpkg-query -W -f '$${Status}\n' $$p 2>/dev/null | grep -q '^install ok installed' || echo $$p; \
	done); \
	if [ -n "$$missing" ]; then \
	  echo "installing" $$missing; \
	  if [ "$$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi; \
	  $$sudo apt-get update -q && \
	  DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -q --no-install-recommends $$missing; \
	fi

deps: ## install what building needs (Debian packages, with apt-get)
	$(call install_packages,$(BUILD_PACKAGES))

deps-test:
	$(call install_packages,$(TEST_PACKAGES))

deps-lint:
	$(call install_packages,$(LINT_PACKAGES))

demo: deps ## install what is missing, build, index corpus/, search it, draw a histogram
	@$(MAKE) --no-print-directory -s all
	@BUILD=$(BUILD) sh tests/demo.sh

check: deps-test ## install what tests need, build, run all tests
	@$(MAKE) --no-print-directory build-tests
	BUILD=$(BUILD) prove -j2 --exec '' $(UNIT_TESTS) tests/cli/*.t

build-tests: $(PROGRAMS) $(UNIT_TESTS) $(TEST_TOOLS) $(BUILD)/tests/inject.so

SANITIZERS = -fsanitize=address,undefined -fno-sanitize-recover=undefined
sanitize: deps-test ## run all tests under AddressSanitizer and UBSan
	@$(MAKE) --no-print-directory build-tests BUILD=$(BUILD)/sanitize CFLAGS='-O1 -g' SANITIZE='$(SANITIZERS)'
	BUILD=$(BUILD)/sanitize SANITIZED=1 ASAN_OPTIONS=new_delete_type_mismatch=0 \
	  prove -j2 --exec '' \
	  $(UNIT_TESTS:$(BUILD)/%=$(BUILD)/sanitize/%) tests/cli/*.t

# What runs threads: the units, and the programs on real files. GLib is not built for it.
TSAN_TESTS = $(filter-out %/test_read_mail,$(UNIT_TESTS:$(BUILD)/%=$(BUILD)/tsan/%)) \
	tests/cli/indexer.t tests/cli/incremental.t tests/cli/searcher.t
tsan: deps-test ## run tests of what runs threads under ThreadSanitizer
	@$(MAKE) --no-print-directory build-tests BUILD=$(BUILD)/tsan CFLAGS='-O1 -g' \
	  SANITIZE='-fsanitize=thread'
	BUILD=$(BUILD)/tsan SANITIZED=1 TSAN_OPTIONS=halt_on_error=1 prove -j2 --exec '' $(TSAN_TESTS)

faults: deps-test ## make calls fail, kill at them, and damage indexes; some 20 minutes
	@$(MAKE) --no-print-directory build-tests
	BUILD=$(BUILD) sh tests/faults/all.sh

mutants: deps-test ## change the product at random in N places, one by one; name what no test finds
	BUILD=$(BUILD) python3 tests/tools/mutants.py $(or $(N),40)

lint: deps-lint ## warnings of gcc and clang, cppcheck, shellcheck, mandoc, layout
	BUILD=$(BUILD) MAKE='$(MAKE)' sh tests/lint.sh

fuzz: deps-lint ## feed the parsers random input for a minute each
	BUILD=$(BUILD) LIBS="$(INDEXER_LIBS)" sh tests/fuzz/run.sh

bench: all ## measure building and searching, beside the peers that are installed
	BUILD=$(BUILD) python3 tests/bench/bench.py $(BENCH)

picture: all ## draw the sessions of man/picture-*.svg, which the README shows, anew
	@BUILD=$(BUILD) sh tests/picture.sh man

COMPLETIONS = bash:bash-completion/completions/PROGRAM zsh:zsh/site-functions/_PROGRAM \
	fish:fish/vendor_completions.d/PROGRAM.fish
install: all ## install programs and man pages (PREFIX, DESTDIR, PROGRAM_PREFIX)
	install -d $(DESTDIR)$(PREFIX)/bin
	for p in indexer searcher; do \
	  install -m 755 $(BUILD)/$$p $(DESTDIR)$(PREFIX)/bin/$(PROGRAM_PREFIX)$$p || exit 1; done
	install -d $(DESTDIR)$(PREFIX)/lib/dateline
	install -m 644 $(BUILD)/xapian.so $(DESTDIR)$(PREFIX)/lib/dateline/xapian.so
	for p in $(notdir $(PAGES)); do s=$${p##*.}; \
	  install -d $(DESTDIR)$(PREFIX)/share/man/man$$s && \
	  install -m 644 man/$$p $(DESTDIR)$(PREFIX)/share/man/man$$s/$(PROGRAM_PREFIX)$$p || exit 1; done
	for p in indexer searcher; do \
	  for s in $(COMPLETIONS); do f=$(DESTDIR)$(PREFIX)/share/$$(echo $${s#*:} | sed "s/PROGRAM/$(PROGRAM_PREFIX)$$p/"); \
	    install -d $$(dirname $$f) && $(DESTDIR)$(PREFIX)/bin/$(PROGRAM_PREFIX)$$p --completion $${s%%:*} >$$f || exit 1; done; done
	@other=$$(command -v $(PROGRAM_PREFIX)indexer); case $$other in ''|$(PREFIX)/bin/*) ;; \
	  *) echo "note: 'indexer' is $$other (sphinxsearch has one, too):" \
	    "put $(PREFIX)/bin before it in PATH, or install with PROGRAM_PREFIX=dateline-" ;; esac

uninstall: ## remove what install installed
	for p in indexer searcher; do rm -f $(DESTDIR)$(PREFIX)/bin/$(PROGRAM_PREFIX)$$p; done
	rm -f $(DESTDIR)$(PREFIX)/lib/dateline/xapian.so
	for p in indexer searcher; do for s in $(COMPLETIONS); do \
	  rm -f $(DESTDIR)$(PREFIX)/share/$$(echo $${s#*:} | sed "s/PROGRAM/$(PROGRAM_PREFIX)$$p/"); done; done
	for p in $(notdir $(PAGES)); do \
	  rm -f $(DESTDIR)$(PREFIX)/share/man/man$${p##*.}/$(PROGRAM_PREFIX)$$p; done

clean: ## remove what was built
	rm -rf $(BUILD)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

.PHONY: all deps deps-test deps-lint demo check build-tests sanitize tsan faults mutants lint fuzz bench picture install \
	uninstall clean help
.PRECIOUS: $(BUILD)/obj/%.o
