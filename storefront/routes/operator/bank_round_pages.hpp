#pragma once
#include "storefront/backends/bank_rounds.hpp"
#include "storefront/routes/mount.hpp"

namespace storefront {

/// One round of transfers as an operator meets it, and what differs between payouts and refunds.
struct RoundPages {
  backends::RoundKind kind;
  std::string root;                 ///< Of the pages: "/quan-tri/chi-tien/", before a round's id.
  const char* nav;                  ///< The entry of the office's navigation.
  const char *title, *sent, *back;  ///< Sentences: of a round, of a transfer that was sent, of one that came back.
  const char* file;                 ///< Of the bank file's name.
  std::string PathOf(const std::string& round) const;
};
/// The round's page, its deeds, its files and its transfers' codes, under `pages.root`.
void MountRound(Mount& mount, const RoundPages& pages);

}  // namespace storefront
