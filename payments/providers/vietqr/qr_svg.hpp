#pragma once
#include <string>
#include <string_view>

namespace payments {

/// A QR picture as SVG: one path of whole modules, edges crisp at any size, black on white with the four modules of
/// quiet zone that the standard asks for (also on a dark page). Error correction M, as VietQR pictures use. `title` is
/// read to people who do not see it. Throws std::runtime_error when the text does not fit a QR code.
std::string QrSvg(std::string_view payload, std::string_view title);

}  // namespace payments
