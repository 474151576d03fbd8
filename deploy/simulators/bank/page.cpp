#include "deploy/simulators/bank/page.hpp"

#include <ctemplate/template.h>

#include <stdexcept>

#include "deploy/simulators/shared/stage.hpp"

namespace bank_simulator {
namespace {

using simulator_shared::LocalTime;
using simulator_shared::ShownDong;

constexpr std::string_view kTemplate = R"html({{%AUTOESCAPE context="HTML"}}<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Ngân hàng mô phỏng</title>
<link rel="stylesheet" href="/mo-phong/ngan-hang/style.css">
</head>
<body>
<header>
<h1>Ngân hàng mô phỏng</h1>
<p>Dùng để thử: không có đồng tiền thật nào được chuyển.</p>
</header>
<main>
{{#DONE}}<section class="done {{TONE}}" role="status"><h2>{{DONE_TITLE}}</h2><p class="sum">{{DONE_AMOUNT}}</p><p>{{DONE_TEXT}}</p>{{#DONE_BACK}}<p><a class="button" href="{{BACK}}">Quay lại chợ</a></p>{{/DONE_BACK}}</section>{{/DONE}}
{{#PROBLEM}}<p class="problem" role="alert">{{PROBLEM_TEXT}}</p>{{/PROBLEM}}
<form method="post" action="/mo-phong/ngan-hang">
<h2>Chuyển tiền</h2>
<input type="hidden" name="back" value="{{BACK}}">
{{#RECIPIENT}}<p class="to">Đến tài khoản <strong>{{ACCOUNT}}</strong></p>{{/RECIPIENT}}
<label for="amount">Số tiền (đồng)</label>
<input id="amount" name="amount" inputmode="numeric" autocomplete="off" maxlength="15" value="{{AMOUNT}}" placeholder="118.400">
<label for="memo">Nội dung chuyển khoản</label>
<input id="memo" name="memo" autocomplete="off" autocapitalize="characters" maxlength="100" value="{{MEMO}}" placeholder="CPT…">
<details{{#OPEN}} open{{/OPEN}}><summary>Dán mã QR</summary>
<label for="payload">Nội dung của mã VietQR</label>
<textarea id="payload" name="payload" rows="4" maxlength="600" spellcheck="false">{{PAYLOAD}}</textarea>
<p class="hint">Có mã ở đây thì số tiền và nội dung bỏ trống sẽ được lấy từ mã.</p>
</details>
<fieldset><legend>Thử tình huống xấu</legend>
<label class="tick"><input type="checkbox" name="twice" value="1"> Bấm chuyển hai lần</label>
<label class="tick"><input type="checkbox" name="less" value="1"> Chuyển thiếu 10.000 đồng</label>
<label class="tick"><input type="checkbox" name="more" value="1"> Chuyển thừa 10.000 đồng</label>
<label class="tick"><input type="checkbox" name="wrong_signature" value="1"> Chữ ký sai (thông báo giả)</label>
<label class="tick"><input type="checkbox" name="outgoing" value="1"> Tiền ra khỏi tài khoản của chợ (phí, rút tiền…)</label>
<label class="tick"><input type="checkbox" name="repeat" value="1"> Gửi lặp thông báo ba lần</label>
<label for="late">Ngân hàng báo chậm (giây)</label>
<input id="late" name="late" inputmode="numeric" autocomplete="off" maxlength="4" value="0">
</fieldset>
<button>Chuyển tiền</button>
</form>
<section aria-labelledby="made">
<h2 id="made">Các lần đã chuyển</h2>
{{#EMPTY}}<p class="empty">Chưa chuyển lần nào.</p>{{/EMPTY}}
{{#HAS_TRANSFERS}}<ol>{{#TRANSFER}}<li><p class="sum">{{SUM}}</p><p>{{WORDS}}</p><p class="meta"><time datetime="{{AT}}">{{AT_SHOWN}}</time> · {{FATE}}</p></li>{{/TRANSFER}}</ol>{{/HAS_TRANSFERS}}
</section>
</main>
</body>
</html>
)html";

constexpr std::string_view kStyle =
    R"css(:root{color-scheme:light dark;--paper:#eef3f1;--card:#fff;--ink:#16211d;--soft:#52625b;--line:#cfdad5;--accent:#0b6b4f;--on-accent:#fff;--good:#0b6b4f;--wait:#7a5200;--bad:#a3261a}
@media (prefers-color-scheme:dark){:root{--paper:#111816;--card:#1b2521;--ink:#e9f1ed;--soft:#a9bab2;--line:#33433c;--accent:#5fc7a3;--on-accent:#0c1613;--good:#7fd8b8;--wait:#f0c36a;--bad:#ff9b8c}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.5 system-ui,"Noto Sans",sans-serif}
header{background:var(--accent);color:var(--on-accent)}
header>*,main{max-width:32rem;margin:0 auto}
header{padding:1.1rem 1rem 2.6rem}
h1{font-size:1.375rem}
header p{margin:.15rem auto 0}
main{padding:0 1rem 2rem;margin-top:-1.6rem;display:grid;gap:1rem}
h2{margin:0 0 .5rem;font-size:1.125rem}
form,section{background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:1rem}
label{display:block;margin:.75rem 0 .25rem;font-weight:600}
input:not([type]),textarea{width:100%;min-height:48px;padding:.5rem .75rem;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);border-radius:.6rem}
#amount{font-size:1.5rem;font-weight:700}
textarea{font-size:.875rem;overflow-wrap:anywhere}
details,fieldset{margin:1rem 0 0;padding:.5rem .75rem .75rem;border:1px solid var(--line);border-radius:.6rem}
summary,legend{min-height:44px;display:flex;align-items:center;font-weight:600;cursor:pointer}
legend{min-height:0;padding:0 .25rem;cursor:auto}
.tick{display:flex;align-items:center;gap:.6rem;min-height:44px;margin:0;font-weight:400}
.tick input{width:1.4rem;height:1.4rem;accent-color:var(--accent)}
button,.button{display:flex;align-items:center;justify-content:center;width:100%;min-height:52px;margin-top:1rem;font:inherit;font-weight:700;color:var(--on-accent);background:var(--accent);border:0;border-radius:.8rem;text-decoration:none}
:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
p{margin:0}
.hint,.meta,.empty{color:var(--soft);font-size:.9375rem}
.to{margin-top:.25rem}
.sum{font-size:1.375rem;font-weight:700;font-variant-numeric:tabular-nums}
.done{border:2px solid var(--good)}.done h2{color:var(--good)}
.done.wait{border-color:var(--wait)}.done.wait h2{color:var(--wait)}
.done.bad,.problem{border-color:var(--bad)}.done.bad h2{color:var(--bad)}
.problem{padding:.75rem 1rem;background:var(--card);border:2px solid var(--bad);border-radius:1rem}
ol{list-style:none;margin:0;padding:0}
li{padding:.75rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
li:first-child{border-top:0}
)css";

struct Fate {
  std::string_view tone, title;
  std::string text;
};

Fate FateOf(const Transfer& transfer) {
  const auto& message = transfer.messages.front();
  if (message.status >= 200 && message.status < 300)
    return {"good", "Đã chuyển",
            transfer.behave.twice ? "Đã chuyển hai lần, chợ đã nhận cả hai thông báo."
                                  : "Chợ đã nhận được thông báo của ngân hàng."};
  if (message.status >= 400 && message.status < 500)
    return {"bad", "Chợ từ chối thông báo",
            "Chợ trả lời " + std::to_string(message.status) + ": tiền không được ghi nhận."};
  if (message.sent == 0)
    return {"wait", "Đã chuyển, ngân hàng chưa báo",
            "Ngân hàng sẽ báo cho chợ sau " + std::to_string(transfer.behave.late_s) + " giây."};
  return {"wait", "Chưa báo được cho chợ",
          message.finished ? "Chợ không trả lời; ngân hàng đã thôi gửi." : "Chợ chưa trả lời; ngân hàng sẽ gửi lại."};
}

}  // namespace

std::string BankPage(const Form& form, const std::optional<Transfer>& done, const std::vector<Transfer>& newest) {
  static const bool kLoaded =
      ctemplate::StringToTemplateCache("bank", kTemplate.data(), kTemplate.size(), ctemplate::DO_NOT_STRIP);
  ctemplate::TemplateDictionary page("bank");
  page["BACK"] = form.back;
  page["AMOUNT"] = form.amount;
  page["MEMO"] = form.memo;
  page["PAYLOAD"] = form.payload;
  if (!form.payload.empty() && form.amount.empty()) page.ShowSection("OPEN");
  if (!form.account.empty()) page.SetValueAndShowSection("ACCOUNT", form.account, "RECIPIENT");
  if (!form.problem.empty()) page.SetValueAndShowSection("PROBLEM_TEXT", form.problem, "PROBLEM");
  if (done) {
    const auto fate = FateOf(*done);
    auto* row = page.AddSectionDictionary("DONE");
    row->SetValue("TONE", std::string(fate.tone));
    row->SetValue("DONE_TITLE", std::string(fate.title));
    row->SetValue("DONE_AMOUNT", ShownDong(done->amount));
    row->SetValue("DONE_TEXT", fate.text);
    if (!form.back.empty()) row->ShowSection("DONE_BACK");
  }
  page.ShowSection(newest.empty() ? "EMPTY" : "HAS_TRANSFERS");
  for (const auto& transfer : newest) {
    auto* row = page.AddSectionDictionary("TRANSFER");
    row->SetValue("SUM", (transfer.behave.outgoing ? "− " : "") + ShownDong(transfer.amount) +
                             (transfer.behave.twice ? " × 2" : ""));
    row->SetValue("WORDS", transfer.memo);
    row->SetValue("AT", keel::ToRfc3339(transfer.at));
    row->SetValue("AT_SHOWN", LocalTime(transfer.at));
    row->SetValue("FATE", std::string(FateOf(transfer).title));
  }
  std::string html;
  if (!kLoaded || !ctemplate::ExpandTemplate("bank", ctemplate::DO_NOT_STRIP, &page, &html))
    throw std::runtime_error("the bank page does not expand");
  return html;
}

std::string_view BankStyle() {
  return kStyle;
}

}  // namespace bank_simulator
