# One line each: dev.py does the work, here and where there is no make.
# make run PORT=9000 HOST=0.0.0.0 DEMO=no · make test ARGS="tests/staff -k import"
PYTHON ?= python3
ARGS ?=

.PHONY: run test soak screens bench bench-evidence check fmt lock
run:     ; @$(PYTHON) dev.py run $(ARGS)
test:    ; @$(PYTHON) dev.py test $(ARGS)
soak:    ; @$(PYTHON) dev.py soak $(ARGS)
screens: ; @$(PYTHON) dev.py screens $(ARGS)
bench:   ; @$(PYTHON) dev.py bench $(ARGS)
bench-evidence: ; @$(PYTHON) dev.py bench-evidence $(ARGS)
check:   ; @$(PYTHON) dev.py check $(ARGS)
fmt:     ; @$(PYTHON) dev.py fmt $(ARGS)
lock:    ; @$(PYTHON) dev.py lock $(ARGS)
