#!/bin/sh
# On a machine with a GPU, in the folder that Publish.ps1 made: the tests on it, then the benchmark's section, in some five minutes.
cd "$(dirname "$0")" || exit 1
chmod +x GenEft.Gpu.Tests GenEft.Benchmarks

# No ICU library needed; the tests ask for a culture with a comma.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY=false
GENEFT_TEST_DEVICE=Cuda ./GenEft.Gpu.Tests
tests=$?
./GenEft.Benchmarks gpu || exit
exit $tests
