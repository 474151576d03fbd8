#pragma once
#include <span>
#include <string_view>

/// The OCOP programme's taxonomy (Decision 148/QĐ-TTg of 2023): 6 groups, 26 product sets. It is data: categories.cpp
/// is the table, and nothing else in the catalog knows a category by name.
namespace catalog {

struct CategoryGroup {
  std::string_view slug, vi, en;
};

struct CategorySet {
  std::string_view slug;                    ///< In links and rows; never changes once published.
  std::string_view group;                   ///< The slug of its CategoryGroup.
  std::string_view section_vi, section_en;  ///< The sub-group between them; empty where the group has none.
  std::string_view vi, en;
};

std::span<const CategoryGroup> Groups();
std::span<const CategorySet> Sets();  ///< In the programme's order: a group's sets stand together.

/// Null when there is none.
const CategoryGroup* FindGroup(std::string_view slug);
const CategorySet* FindSet(std::string_view slug);
/// By slug, or by the Vietnamese or English name in any case, with or without diacritics; by what stands before its
/// first comma ("Mật ong"), or by what people call it ("trà"). For spreadsheets.
const CategorySet* SetNamed(std::string_view text);

}  // namespace catalog
