// Runs a target over files it was given, one after another: how `./chophien test` replays every corpus without clang,
// and how a finding is looked at. Usage: replay-<target> FILE|FOLDER…; ends with 1 when there was nothing to replay.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "tests/fuzz/input.hpp"

int main(int count, char** words) {
  std::vector<std::filesystem::path> files;
  for (int i = 1; i < count; ++i) {
    if (!std::filesystem::is_directory(words[i])) {
      files.emplace_back(words[i]);
      continue;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(words[i]))
      if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const auto& file : files) {
    std::cout << file.filename().string() << std::endl;  // Before it runs: the last name told is the one that broke.
    std::ifstream in(file, std::ios::binary);
    if (!in) {
      std::cerr << "✗ cannot read " << file << std::endl;
      return 1;
    }
    const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
    // A block of its own size, so that the address sanitizer sees one byte too far.
    const std::vector<std::uint8_t> exact(bytes.begin(), bytes.end());
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
  }
  std::cout << files.size() << " files replayed" << std::endl;
  return files.empty() ? 1 : 0;
}
