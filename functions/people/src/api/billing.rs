//! What a tenant's people cost, by billing period.

use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use jiff::civil::Date;
use rollcall::store::LinePlace;
use rollcall_rules::billing::{Period, day_of};
use rollcall_rules::sign_in::BillingLine;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::User;
use rollcall_web::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Caller;
use super::failure::Failure;
use super::paging;
use super::problem::{Kind, Problem};
use super::request::{Id, Identifier, Query, invalid};
use super::respond;
use crate::lines::{self, Columns, Span};

/// Lines of a page, unless another number is asked for.
const PAGE: usize = 100;

/// The most that can be asked for.
const LARGEST_PAGE: usize = 1000;

/// The columns of a CSV. Its first row names them.
const COLUMNS: Columns<8> = Columns {
    names: [
        "userId",
        "userName",
        "periodStart",
        "periodEnd",
        "billableFrom",
        "priceMinor",
        "amountMinor",
        "currency",
    ],
    cells: |line, user| {
        let LineBody {
            user_id,
            user_name,
            period_start,
            period_end,
            billable_from,
            price_minor,
            amount_minor,
            currency,
        } = LineBody::of(line, user);
        [
            user_id,
            user_name.unwrap_or_default(),
            period_start.to_string(),
            period_end.to_string(),
            billable_from.to_string(),
            price_minor.to_string(),
            amount_minor.to_string(),
            currency,
        ]
    },
};

/// Which period: the current one, or the one that begins on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    /// `current`.
    Current,
    /// Its first day.
    Day(Date),
}

impl Identifier for Start {
    fn read(text: &str) -> Option<Self> {
        if text == "current" {
            return Some(Self::Current);
        }
        let day: Date = text.parse().ok()?;
        // The same in other spellings is that of nothing.
        (day.to_string() == text).then_some(Self::Day(day))
    }
}

/// A billing period.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Period)]
pub(crate) struct PeriodBody {
    /// Its first day.
    #[schema(value_type = String, format = Date)]
    start: Date,
    /// The day after its last.
    #[schema(value_type = String, format = Date)]
    end: Date,
}

/// What all people cost of a period.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Summary {
    period: PeriodBody,
    /// How many lines there are.
    lines: usize,
    /// What is to be paid, by currency; more than one where the terms have changed.
    amounts: Vec<Amount>,
}

/// A sum of money.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Amount {
    /// In minor units of the currency: cents of the euro, whole yen.
    #[schema(minimum = 0)]
    amount_minor: u64,
    /// ISO 4217.
    #[schema(example = "EUR")]
    currency: String,
}

/// What one person costs of a period.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Line)]
pub(crate) struct LineBody {
    /// The person's id. It is kept when the account is deleted.
    #[schema(value_type = Uuid)]
    pub(super) user_id: String,
    /// The person's `userName` as it is now; absent once the account is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) user_name: Option<String>,
    /// The first day of the period.
    #[schema(value_type = String, format = Date)]
    pub(super) period_start: Date,
    /// The day after the last of the period.
    #[schema(value_type = String, format = Date)]
    pub(super) period_end: Date,
    /// The day from which on the person is billed, that day included.
    #[schema(value_type = String, format = Date)]
    pub(super) billable_from: Date,
    /// The price of the whole period, in minor units of the currency.
    #[schema(minimum = 0)]
    pub(super) price_minor: u64,
    /// What is to be paid, in minor units of the currency: the price by the days that are left, rounded half up.
    #[schema(minimum = 0)]
    pub(super) amount_minor: u64,
    /// ISO 4217.
    #[schema(example = "EUR")]
    pub(super) currency: String,
}

/// A page of the lines of a period.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LineList {
    period: PeriodBody,
    /// In order of the people's ids.
    lines: Vec<LineBody>,
    /// The `cursor` of the next page; absent: this is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Which lines.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Lines of a page. Without it a page of JSON has 100, and one of CSV as many as an answer can hold.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
    /// Where the page begins: `next` of the page before it.
    cursor: Option<String>,
}

impl From<Period> for PeriodBody {
    fn from(Period { start, end }: Period) -> Self {
        Self { start, end }
    }
}

impl LineBody {
    /// The line, and whose it is, if they are still there.
    pub(super) fn of(line: &BillingLine, user: Option<&User>) -> Self {
        Self {
            user_id: line.user_id.to_string(),
            user_name: user.map(|user| user.user_name.as_str().to_owned()),
            period_start: line.period_start,
            period_end: line.period_end,
            billable_from: line.billable_from,
            price_minor: line.price_minor,
            amount_minor: line.amount_minor,
            currency: line.currency.to_string(),
        }
    }
}

/// Sums a period up.
#[utoipa::path(
    get, path = "/people/v1/billing/periods/{start}", tag = "Billing", operation_id = "showBillingPeriod",
    params(("start" = String, Path, description = "The period's first day, `YYYY-MM-DD`, or `current`", example = "current")),
    responses(
        (status = 200, description = "The period, how many lines it has, and what they come to", body = Summary),
        (status = 404, description = "No period begins on that day, or no price is agreed", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(start): Id<Start>,
) -> Result<Response, Failure> {
    let tenant = &caller.tenant;
    let (start, agreed) = period(tenant, start, &app)?;
    let totals = lines::totals(&app.store, tenant, start, usize::MAX).await?;
    let end = agreed.map(|period| period.end).or(totals.period_end).ok_or_else(no_period)?;
    let amounts = totals.amounts.into_iter();
    let amounts = amounts
        .map(|(currency, amount_minor)| Amount { amount_minor, currency: currency.to_string() })
        .collect();
    let summary = Summary { period: PeriodBody { start, end }, lines: totals.lines, amounts };
    Ok(respond::json(StatusCode::OK, &summary))
}

/// Lists what each person costs of a period.
///
/// As JSON, or as CSV (RFC 4180) with `Accept: text/csv`. One CSV holds as many lines as an answer can, some ten thousand
/// or more. If there are more lines, the header `Link` leads to the CSV with the next ones (RFC 8288, `rel="next"`). A cell
/// of a CSV that a spreadsheet would take for a formula has an apostrophe before it.
#[utoipa::path(
    get, path = "/people/v1/billing/periods/{start}/lines", tag = "Billing", operation_id = "listBillingLines",
    params(("start" = String, Path, description = "The period's first day, `YYYY-MM-DD`, or `current`", example = "current"), Which),
    responses(
        (status = 200, description = "The lines", content(
            (LineList = "application/json"),
            (String = "text/csv", example = "userId,userName,periodStart,periodEnd,billableFrom,priceMinor,amountMinor,currency\r\n"),
        ), headers(("Link" = String, description = "Where the next lines are, of a CSV that does not hold the last ones"))),
        (status = 404, description = "No period begins on that day, or no price is agreed", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn lines(
    State(app): State<App>,
    caller: Caller,
    Id(start): Id<Start>,
    Query(which): Query<Which>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let tenant = &caller.tenant;
    let (start, agreed) = period(tenant, start, &app)?;
    if which.limit.is_some_and(|limit| !(1..=LARGEST_PAGE).contains(&limit)) {
        return Err(invalid(format!("`limit` is a number from 1 to {LARGEST_PAGE}.")));
    }
    let after: Option<LinePlace> = paging::after(which.cursor.as_deref())?;
    if respond::wants_csv(&headers) {
        let span = Span { after, until: None, limit: which.limit.unwrap_or(usize::MAX) };
        let table = lines::table(&app.store, tenant, start, span, &COLUMNS).await?;
        if agreed.is_none() && table.is_empty {
            return Err(no_period());
        }
        let next = table.next.map(|place| {
            let limit = which.limit.map(|limit| format!("&limit={limit}")).unwrap_or_default();
            format!("../{start}/lines?cursor={}{limit}", paging::next(&place))
        });
        return Ok(respond::csv(&format!("billing-{start}.csv"), table.text, next.as_deref()));
    }
    let page = lines::page(&app.store, tenant, start, after, which.limit.unwrap_or(PAGE)).await?;
    let period = match (agreed, page.lines.first()) {
        (Some(period), _) => period,
        (None, Some(line)) => Period { start, end: line.period_end },
        (None, None) => return Err(no_period()),
    };
    let list = LineList {
        period: period.into(),
        lines: page.rows().map(|(line, user)| LineBody::of(line, user)).collect(),
        next: page.next.as_ref().map(paging::next),
    };
    Ok(respond::json(StatusCode::OK, &list))
}

/// The first day of the period that is asked for, and the period by the terms of now. Under others before, periods may
/// have begun on other days.
fn period(tenant: &Tenant, start: Start, app: &App) -> Result<(Date, Option<Period>), Failure> {
    match (start, &tenant.terms) {
        (Start::Current, None) => {
            let detail = "No price is agreed with this tenant, so nothing is billed.";
            Err(Problem::new(Kind::NoTerms, detail).into())
        }
        (Start::Current, Some(terms)) => {
            let period = terms.period_of(day_of(app.now()));
            Ok((period.start, Some(period)))
        }
        (Start::Day(day), terms) => {
            let period = terms.as_ref().map(|terms| terms.period_of(day));
            Ok((day, period.filter(|period| period.start == day)))
        }
    }
}

fn no_period() -> Failure {
    Problem::new(Kind::NotFound, "No billing period begins on that day.").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_named_by_its_first_day_in_one_spelling() {
        assert_eq!(Start::read("current"), Some(Start::Current));
        assert_eq!(Start::read("2026-05-01"), Some(Start::Day("2026-05-01".parse().unwrap())));
        for other in ["", "2026-5-1", "20260501", "2026-05-01T00:00:00", "2026-02-30", "Current", "last"] {
            assert_eq!(Start::read(other), None, "{other}");
        }
    }
}
