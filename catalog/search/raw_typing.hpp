#pragma once
#include <string>
#include <string_view>

namespace catalog::search {

/// The word that somebody meant who typed Telex or VNI on a keyboard that did not take it as such: "maatj" and "ma65t"
/// become "mat" (mật), "ruwngf" and "ru7ng2" become "rung" (rừng). Takes and gives folded words; a word in which no key
/// of the two stands comes back as it is. Of one syllable, as Vietnamese words are.
std::string WithoutTypingKeys(std::string_view folded);

}  // namespace catalog::search
