#pragma once
#include <string>
#include <vector>

/// What the catalog and its media worker say to each other, a line of JSON each way. Shared by both programs; no
/// library.
namespace catalog::media {

inline constexpr int kWidths[] = {160, 400, 800};
inline constexpr double kTallest = 4;  ///< A picture is made at most so many times as high as wide.
inline constexpr long long kMostPixels = 40'000'000;
inline constexpr std::size_t kMostBytes = 10u << 20;

inline constexpr const char* kNotAnImage = "photo-not-an-image";
inline constexpr const char* kTooManyPixels = "photo-too-many-pixels";
inline constexpr const char* kBroken = "photo-broken";
inline constexpr const char* kNotKept = "photo-not-kept";  // Read, and nowhere to write it: our fault, not the photo's.

}  // namespace catalog::media
