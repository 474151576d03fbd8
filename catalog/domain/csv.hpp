#pragma once
#include "keel/text/csv.hpp"

/// The lists that sellers import and export are written as keel::text reads and writes them.
namespace catalog {

using keel::text::CsvRow;
using keel::text::ReadCell;
using keel::text::ReadCsv;
using keel::text::WriteCsvRow;

}  // namespace catalog
