#pragma once
#include <string_view>

/// The page a payer sees at a simulated provider.
namespace gateway_simulator {

inline constexpr std::string_view kPayPage = R"html({{%AUTOESCAPE context="HTML"}}<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{{PROVIDER}} mô phỏng</title>
<link rel="stylesheet" href="{{PATH}}/style.css">
</head>
<body>
<header><h1>{{PROVIDER}} mô phỏng</h1><p>Dùng để thử: không có đồng tiền thật nào được chuyển.</p></header>
<main>
{{#NONE}}<section><h2>Không có khoản thanh toán này</h2><p>Hãy quay lại chợ và bấm trả tiền lần nữa.</p></section>{{/NONE}}
{{#PAID}}<section role="status"><h2>Đã trả {{AMOUNT}}</h2><p><a class="button" href="{{BACK}}">Quay lại chợ</a></p></section>{{/PAID}}
{{#OPEN}}<form method="post" action="{{PATH}}/pay">
<h2>Trả tiền cho Chợ Phiên</h2>
<p class="sum">{{AMOUNT}}</p>
<p class="hint">{{INFO}}</p>
<input type="hidden" name="key" value="{{KEY}}">
<button name="outcome" value="paid" type="submit">Trả tiền</button>
<button class="quiet" name="outcome" value="failed" type="submit">Không trả nữa</button>
<details><summary>Cho {{PROVIDER}} làm sai (để thử)</summary>
{{#BEHAVIOUR}}<label class="tick"><input type="checkbox" name="{{KIND}}" value="1"> {{LABEL}}</label>{{/BEHAVIOUR}}
</details>
</form>{{/OPEN}}
</main>
</body>
</html>
)html";

inline constexpr std::string_view kPayStyle =
    R"css(:root{color-scheme:light dark;--paper:#f0f2f7;--card:#fff;--ink:#161b26;--soft:#4d566b;--line:#cfd5e2;--accent:#1c4fa0;--on-accent:#fff}
@media (prefers-color-scheme:dark){:root{--paper:#11151d;--card:#1b212c;--ink:#e9edf5;--soft:#a9b3c7;--line:#343d4e;--accent:#8fb4f5;--on-accent:#0c1220}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.5 system-ui,"Noto Sans",sans-serif}
header{background:var(--accent);color:var(--on-accent);padding:1.1rem 1rem 1.4rem}
header>*,main{max-width:32rem;margin:0 auto}
h1{font-size:1.375rem}
main{padding:1rem;display:grid;gap:1rem}
h2{margin:0 0 .5rem;font-size:1.125rem}
form,section{background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:1rem}
.sum{margin:0;font-size:1.75rem;font-weight:700;font-variant-numeric:tabular-nums}
.hint{color:var(--soft);overflow-wrap:anywhere}
button,.button{display:flex;align-items:center;justify-content:center;width:100%;min-height:52px;margin-top:1rem;font:inherit;font-weight:700;color:var(--on-accent);background:var(--accent);border:2px solid var(--accent);border-radius:.8rem;text-decoration:none}
.quiet{color:var(--accent);background:transparent}
details{margin-top:1rem;padding:0 .75rem .5rem;border:1px solid var(--line);border-radius:.6rem}
summary{min-height:44px;display:flex;align-items:center;cursor:pointer}
.tick{display:flex;align-items:center;gap:.6rem;min-height:44px}
.tick input{width:1.4rem;height:1.4rem;accent-color:var(--accent)}
:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
)css";

constexpr std::string_view BehaviourLabel(std::string_view kind) {
  if (kind == "late") return "Báo cho chợ muộn 20 giây";
  if (kind == "silent") return "Không báo cho chợ";
  if (kind == "double") return "Báo hai lần";
  if (kind == "reorder") return "Báo “không trả được” sau khi đã trả";
  if (kind == "wrong-amount") return "Báo sai số tiền";
  if (kind == "wrong-signature") return "Báo sai chữ ký";
  if (kind == "charge-twice") return "Trừ tiền hai lần";
  return kind;
}

}  // namespace gateway_simulator
