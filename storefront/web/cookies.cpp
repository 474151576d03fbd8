#include "storefront/web/cookies.hpp"

namespace storefront::web {
namespace {

/// RFC 6265 cookie-octet.
bool IsCookieLetter(unsigned char c) {
  return c > 0x20 && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
}

}  // namespace

std::string SetCookie(const Cookie& cookie, bool secure) {
  std::string out(cookie.name);
  out += '=';
  for (const char c : cookie.value) {
    if (IsCookieLetter(static_cast<unsigned char>(c))) out += c;
  }
  out += "; Path=/; SameSite=Lax";
  if (cookie.life.count() > 0) out += "; Max-Age=" + std::to_string(cookie.life.count());
  if (cookie.life.count() < 0) out += "; Max-Age=0";
  if (cookie.http_only) out += "; HttpOnly";
  if (secure) out += "; Secure";
  return out;
}

}  // namespace storefront::web
