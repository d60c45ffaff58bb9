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
	-Wmissing-prototypes -pthread $(LIBRARY_HEADERS) $(CFLAGS) $(SANITIZE)
CXX_FLAGS = -std=c++17 -I. $(WARNINGS) $(LIBRARY_HEADERS) $(CXXFLAGS) $(SANITIZE)
LD_FLAGS = -pthread -Wl,--as-needed $(LDFLAGS) $(SANITIZE)
ISAL = $(if $(filter x86_64 aarch64,$(shell uname -m)),isal)
# A library by its module of pkg-config, or where there is none by the name it has everywhere. What
# is small is linked whole, where its archive is there: every shared object costs a program 0.2 ms
# before main(). Tinfo is a part of ncurses where it is not there.
linked = $(or $(shell pkg-config --libs $(1) 2>/dev/null),-l$(2))
archive = $(wildcard $(filter /%,$(shell $(CC) -print-file-name=lib$(1).a 2>/dev/null)))
whole = $(or $(call archive,$(2)),$(call linked,$(1),$(2)))
SEARCHER_LIBS := $(call whole,libstemmer,stemmer) $(call whole,libutf8proc,utf8proc) \
	$(call whole,libzstd,zstd) $(call whole,ncursesw,ncursesw) \
	$(or $(call archive,tinfo),$(shell pkg-config --libs tinfo 2>/dev/null)) -lm
INDEXER_LIBS := $(SEARCHER_LIBS) $(call linked,xapian-core,xapian) $(call linked,libxxhash,xxhash) \
	$(if $(ISAL),$(call linked,libisal,isal)) $(call linked,zlib,z) \
	$(call linked,libarchive,archive) $(call linked,libbrotlidec,brotlidec) \
	$(call linked,libxml-2.0,xml2) $(call linked,jansson,jansson) -lcsv \
	$(call linked,yaml-0.1,yaml) $(call linked,sqlite3,sqlite3) \
	$(or $(shell pkg-config --libs gmime-3.0 2>/dev/null),-lgmime-3.0 -lgobject-2.0 -lglib-2.0)
CMOCKA := $(call linked,cmocka,cmocka)

BUILD_PACKAGES = gcc g++ pkg-config libc6-dev libxapian-dev libstemmer-dev zlib1g-dev libutf8proc-dev libncurses-dev \
	libxxhash-dev libzstd-dev $(ISAL:%=lib%-dev) libarchive-dev libbrotli-dev \
	libxml2-dev libjansson-dev libcsv-dev libyaml-dev libsqlite3-dev libgmime-3.0-dev
TEST_PACKAGES = $(BUILD_PACKAGES) libcmocka-dev mandoc xapian-tools bash perl python3 procps util-linux wget tmux
LINT_PACKAGES = $(BUILD_PACKAGES) mandoc clang libclang-rt-dev clang-format cppcheck shellcheck libcmocka-dev

# Headers of libraries that do not stand in the folder for all; not warned about.
LIBRARY_HEADERS := $(patsubst -I%,-isystem %,$(sort $(foreach m,libxml-2.0 gmime-3.0 xapian-core zlib \
	libutf8proc libzstd ncursesw libxxhash libarchive libbrotlidec jansson yaml-0.1 sqlite3, \
	$(shell pkg-config --cflags-only-I $(m) 2>/dev/null))))

objects = $(patsubst %,$(BUILD)/obj/%.o,$(basename $(foreach d,$(1),$(wildcard $(d)/*.c $(d)/*/*.c $(d)/*/*.cc))))
ROOMS = $(BUILD)/indexer.a $(BUILD)/searcher.a $(BUILD)/lib.a
PROGRAMS = $(BUILD)/indexer $(BUILD)/searcher $(BUILD)/xapian.so
UNIT_TESTS = $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))
TEST_TOOLS = $(patsubst tests/tools/%.c,$(BUILD)/tests/%,$(wildcard tests/tools/*.c))
REPLAYS = $(patsubst tests/fuzz/fuzz_%.c,$(BUILD)/tests/replay_%,$(wildcard tests/fuzz/fuzz_*.c))
PAGES = $(wildcard man/*.[1-8])

all: $(PROGRAMS) ## build both programs into build/

$(BUILD)/indexer: $(BUILD)/obj/indexer/main.o $(BUILD)/indexer.a $(BUILD)/lib.a
	$(CXX) -o $@ $^ $(LD_FLAGS) $(INDEXER_LIBS)

$(BUILD)/searcher: $(BUILD)/obj/searcher/main.o $(BUILD)/searcher.a $(BUILD)/lib.a
	$(CC) -o $@ $^ $(LD_FLAGS) $(SEARCHER_LIBS)

# The binding of libxapian, which searcher loads when a remote shard is asked (lib/xapian/load.h).
$(BUILD)/xapian.so: $(patsubst lib/xapian/%.cc,$(BUILD)/obj/lib/xapian/%.o,$(wildcard lib/xapian/*.cc))
	$(CXX) -shared -o $@ $^ $(LD_FLAGS) $(call linked,xapian-core,xapian)
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
	$(CXX) -o $@ $^ $(LD_FLAGS) $(CMOCKA) $(INDEXER_LIBS)

$(BUILD)/tests/%: $(BUILD)/obj/tests/tools/%.o $(ROOMS)
	@mkdir -p $(@D)
	$(CXX) -o $@ $^ $(LD_FLAGS) $(INDEXER_LIBS)

# Fuzz targets with a main of their own, for tests/cli/fuzz.t.
$(BUILD)/tests/replay_%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(BUILD)/obj/tests/fuzz/standalone.o $(ROOMS)
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

deps: ## install what building needs with apt-get, or name it for dnf, pacman, apk and brew
	@CC=$(CC) sh tests/deps.sh $(BUILD_PACKAGES)

deps-test:
	@CC=$(CC) sh tests/deps.sh $(TEST_PACKAGES)

deps-lint:
	@CC=$(CC) sh tests/deps.sh $(LINT_PACKAGES)

demo: deps ## install what is missing, build, index corpus/, search it, draw a histogram
	@$(MAKE) --no-print-directory -s all
	@BUILD=$(BUILD) sh tests/demo.sh

check: deps-test ## install what tests need, build, run all tests
	@$(MAKE) --no-print-directory build-tests
	BUILD=$(BUILD) prove -j2 --exec '' $(UNIT_TESTS) tests/cli/*.t

build-tests: $(PROGRAMS) $(UNIT_TESTS) $(TEST_TOOLS) $(REPLAYS) $(BUILD)/tests/inject.so

SANITIZERS = -fsanitize=address,undefined -fno-sanitize-recover=undefined
# The unit of CSV reads a field without an end, which takes a quarter of an hour there.
sanitize: deps-test ## run all tests under AddressSanitizer and UBSan
	@$(MAKE) --no-print-directory build-tests BUILD=$(BUILD)/sanitize CFLAGS='-O1 -g' SANITIZE='$(SANITIZERS)'
	BUILD=$(BUILD)/sanitize SANITIZED=1 ASAN_OPTIONS=new_delete_type_mismatch=0 \
	  prove -j2 --exec '' \
	  $(filter-out %/test_read_csv,$(UNIT_TESTS:$(BUILD)/%=$(BUILD)/sanitize/%)) tests/cli/*.t

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
