#include "deploy/simulators/message-gateway/page.hpp"

#include <ctemplate/template.h>

#include <cctype>
#include <cstdio>
#include <stdexcept>

#include "deploy/simulators/shared/stage.hpp"

namespace message_gateway_simulator {
namespace {

constexpr std::string_view kTemplate = R"html({{%AUTOESCAPE context="HTML"}}<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Hộp tin nhắn thử</title>
<link rel="stylesheet" href="/mo-phong/tin-nhan/style.css">
</head>
<body>
<header>
<h1>Hộp tin nhắn thử</h1>
<p>Máy mô phỏng: không có tin nào được gửi tới điện thoại thật.</p>
</header>
<main>
<form method="get" action="/mo-phong/tin-nhan">
<label for="so">Số điện thoại</label>
<div class="row"><input id="so" name="so" type="tel" inputmode="tel" autocomplete="off" maxlength="20" value="{{CHOSEN}}" placeholder="0912 345 678"><button>Xem tin</button></div>
</form>
{{#HAS_PHONES}}<nav aria-label="Số vừa nhận tin"><a href="/mo-phong/tin-nhan"{{#ALL_CURRENT}} aria-current="page"{{/ALL_CURRENT}}>Mới nhất</a>{{#PHONE}}<a href="/mo-phong/tin-nhan?so={{NUMBER:u}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{SHOWN}}</a>{{/PHONE}}</nav>{{/HAS_PHONES}}
{{#REPLIED}}<p class="replied" role="status">{{REPLIED_WITH}}</p>{{/REPLIED}}
{{#CAN_REPLY}}<form method="post" action="/mo-phong/tin-nhan" class="reply">
<input type="hidden" name="so" value="{{CHOSEN}}">
<label for="tra-loi">Nhắn lại từ số này</label>
<div class="row"><input id="tra-loi" name="text" autocomplete="off" maxlength="160" placeholder="CO, KHONG, 1 hoặc 2"><button>Gửi</button></div>
</form>{{/CAN_REPLY}}
{{#EMPTY}}<p class="empty">Chưa có tin nhắn nào{{#OF_ONE}} cho số này{{/OF_ONE}}. Hãy xin mã đăng nhập rồi bấm <strong>Xem tin</strong> lần nữa.</p>{{/EMPTY}}
{{#HAS_MESSAGES}}<ol>{{#MESSAGE}}
<li><p class="meta"><span>{{TO}}</span> <time datetime="{{AT}}">{{AT_SHOWN}}</time></p>{{#CODE_LINE}}<p class="code">{{CODE}}</p>{{/CODE_LINE}}<p>{{TEXT}}</p></li>{{/MESSAGE}}
</ol>{{/HAS_MESSAGES}}
</main>
</body>
</html>
)html";

constexpr std::string_view kStyle =
    R"css(:root{color-scheme:light dark;--paper:#fbf7f0;--card:#fff;--ink:#2a211b;--soft:#6a5b50;--line:#e4d9ca;--accent:#9b2f1f;--on-accent:#fff;--code:#7a1f14}
@media (prefers-color-scheme:dark){:root{--paper:#1d1815;--card:#2a231f;--ink:#f4ece3;--soft:#c3b4a6;--line:#443a33;--accent:#e08a6f;--on-accent:#1d1815;--code:#f2b8a2}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.5 system-ui,"Noto Sans",sans-serif}
header,main{max-width:34rem;margin:0 auto;padding:1rem}
header{border-bottom:4px double var(--accent)}
h1{margin:0;font-size:1.5rem}
header p{margin:.25rem 0 0;color:var(--soft)}
label{display:block;font-weight:600;margin-bottom:.25rem}
.row{display:flex;gap:.5rem}
input{flex:1;min-width:0;min-height:48px;padding:0 .75rem;font:inherit;color:inherit;background:var(--card);border:1px solid var(--soft);border-radius:.5rem}
button{min-height:48px;padding:0 1.1rem;font:inherit;font-weight:600;color:var(--on-accent);background:var(--accent);border:0;border-radius:.5rem}
nav{display:flex;flex-wrap:wrap;gap:.5rem;margin:1rem 0}
nav a{display:inline-flex;align-items:center;min-height:44px;padding:0 .9rem;border:1px solid var(--line);border-radius:99px;background:var(--card);color:inherit;text-decoration:none}
nav a[aria-current]{border-color:var(--accent);font-weight:700}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
ol{list-style:none;margin:1rem 0 0;padding:0;display:grid;gap:.75rem}
li{padding:.9rem 1rem;background:var(--card);border:1px solid var(--line);border-radius:.25rem 1rem 1rem 1rem;overflow-wrap:anywhere}
li p{margin:0}
.meta{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 1rem;color:var(--soft);font-size:.9375rem}
.code{font-size:2rem;font-weight:700;letter-spacing:.2em;color:var(--code);user-select:all}
.reply{margin-top:1rem}
.replied{margin:1rem 0 0;padding:.75rem 1rem;border-left:4px solid var(--accent);background:var(--card)}
.empty{padding:1rem;border:1px dashed var(--soft);border-radius:.5rem}
)css";

/// The first group of exactly six digits, which is what people look for; empty when there is none.
std::string CodeIn(const std::string& text) {
  std::string digits;
  for (const char c : text + ' ') {
    if (c >= '0' && c <= '9') {
      digits += c;
      continue;
    }
    if (digits.size() == 6) return digits;
    digits.clear();
  }
  return {};
}

/// 84912345678 → "0912 345 678".
std::string Shown(const std::string& phone) {
  if (!phone.starts_with("84") || phone.size() != 11) return phone;
  return "0" + phone.substr(2, 3) + " " + phone.substr(5, 3) + " " + phone.substr(8);
}

}  // namespace

std::string InboxPage(const std::vector<Message>& messages, const std::vector<std::string>& phones,
                      std::string_view chosen, bool can_reply, std::string_view replied) {
  static const bool kLoaded =
      ctemplate::StringToTemplateCache("inbox", kTemplate.data(), kTemplate.size(), ctemplate::DO_NOT_STRIP);
  ctemplate::TemplateDictionary page("inbox");
  page["CHOSEN"] = chosen.empty() ? std::string() : Shown(std::string(chosen));
  if (can_reply && !chosen.empty()) page.ShowSection("CAN_REPLY");
  if (!replied.empty()) page.SetValueAndShowSection("REPLIED_WITH", std::string(replied), "REPLIED");
  if (!phones.empty()) page.ShowSection("HAS_PHONES");
  if (chosen.empty()) page.ShowSection("ALL_CURRENT");
  for (const auto& phone : phones) {
    auto* row = page.AddSectionDictionary("PHONE");
    row->SetValue("NUMBER", phone);
    row->SetValue("SHOWN", Shown(phone));
    if (phone == chosen) row->ShowSection("CURRENT");
  }
  if (messages.empty()) page.ShowSection("EMPTY");
  if (!chosen.empty()) page.ShowSection("OF_ONE");
  if (!messages.empty()) page.ShowSection("HAS_MESSAGES");
  for (const auto& message : messages) {
    auto* row = page.AddSectionDictionary("MESSAGE");
    row->SetValue("TO", Shown(message.to));
    row->SetValue("AT", keel::ToRfc3339(message.at));
    row->SetValue("AT_SHOWN", simulator_shared::LocalTime(message.at));
    row->SetValue("TEXT", message.text);
    if (const auto code = CodeIn(message.text); !code.empty()) row->SetValueAndShowSection("CODE", code, "CODE_LINE");
  }
  std::string html;
  if (!kLoaded || !ctemplate::ExpandTemplate("inbox", ctemplate::DO_NOT_STRIP, &page, &html))
    throw std::runtime_error("the inbox page does not expand");
  return html;
}

std::string_view InboxStyle() {
  return kStyle;
}

}  // namespace message_gateway_simulator
