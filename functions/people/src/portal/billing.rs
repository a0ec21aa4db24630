//! Billing: what the tenant's people cost, by period.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use jiff::civil::Date;
use rollcall::store::{LinePlace, Store, StoreError};
use rollcall_rules::billing::{Currency, Interval, Period, Terms, day_of};
use rollcall_rules::sign_in::BillingLine;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{User, UserId};
use rollcall_web::App;

use super::failure::Failure;
use super::fields::{Fields, reference};
use super::money;
use super::page::{HEADERS, Shell, Tab, page};
use super::session::Admin;
use super::standing::name_of;

/// Lines on a page.
const PAGE: usize = 50;

/// Lines that are read at once to add them up.
const CHUNK: usize = 1000;

/// A line as the table has it.
struct Row {
    id: String,
    /// `None`: the account is gone.
    name: Option<String>,
    from: Date,
    amount: String,
}

/// A period as it is said and asked for.
struct Named {
    said: String,
    reference: String,
}

#[derive(Template)]
#[template(path = "portal/billing.html")]
struct Billing<'a> {
    shell: Shell<'a>,
    agreed: Option<Agreed>,
}

/// What there is to show where there are terms.
struct Agreed {
    price: String,
    interval: &'static str,
    period: Named,
    is_present: bool,
    previous: Option<Named>,
    next: Option<Named>,
    people: usize,
    sums: Vec<String>,
    rows: Vec<Row>,
    next_page: Option<String>,
    is_first: bool,
    csv: String,
}

/// `GET /portal/billing`.
pub(super) async fn show(State(app): State<App>, admin: Admin, fields: Fields) -> Result<Response, Failure> {
    let agreed = match &admin.tenant.terms {
        Some(terms) => Some(agreed(&app, &admin, terms, &fields).await?),
        None => None,
    };
    Ok(page(StatusCode::OK, &Billing { shell: admin.shell(Tab::Billing, None), agreed }))
}

async fn agreed(app: &App, admin: &Admin, terms: &Terms, fields: &Fields) -> Result<Agreed, Failure> {
    let (tenant, today) = (&admin.tenant.id, day_of(app.now()));
    let period = asked_for(terms, today, fields)?;
    let before = fields.one("after").map_or(Ok(0), str::parse::<usize>).map_err(|_| Failure::NotFound)?;
    let all = all_lines(&app.store, tenant, period).await?;
    let mut sums: BTreeMap<String, (Currency, u128)> = BTreeMap::new();
    for line in &all {
        sums.entry(line.currency.to_string()).or_insert((line.currency, 0)).1 +=
            u128::from(line.amount_minor);
    }
    let lines: Vec<_> = all.iter().skip(before).take(PAGE).collect();
    let shown = before.saturating_add(lines.len());
    let people: BTreeSet<UserId> = all.iter().map(|line| line.user_id).collect();
    let ids: Vec<_> = lines.iter().map(|line| line.user_id).collect();
    let names = names(&app.store, tenant, &ids).await?;
    let start = period.start.to_string();
    let rows = lines.iter().map(|line| Row {
        id: line.user_id.to_string(),
        name: names.get(&line.user_id).map(name_of),
        from: line.billable_from,
        amount: money::spelt(line.amount_minor.into(), line.currency),
    });
    let earlier = terms.period_of(period.start.yesterday().unwrap_or(period.start));
    let first_day = day_of(admin.tenant.created_at);
    Ok(Agreed {
        price: money::spelt(terms.price_minor.into(), terms.currency),
        interval: match terms.interval {
            Interval::Monthly => "month",
            Interval::Yearly => "year",
        },
        is_present: period == terms.period_of(today),
        previous: (earlier.end > first_day && earlier != period).then(|| named(earlier)),
        next: (period.end <= today).then(|| named(terms.period_of(period.end))),
        people: people.len(),
        sums: sums.into_values().map(|(currency, minor)| money::spelt(minor, currency)).collect(),
        rows: rows.collect(),
        next_page: (shown < all.len())
            .then(|| reference("billing", &[("period", &start), ("after", &shown.to_string())])),
        is_first: before == 0,
        csv: reference("billing.csv", &[("period", &start)]),
        period: named(period),
    })
}

/// `GET /portal/billing.csv`: all lines of a period (RFC 4180).
pub(super) async fn csv(State(app): State<App>, admin: Admin, fields: Fields) -> Result<Response, Failure> {
    let terms = admin.tenant.terms.as_ref().ok_or(Failure::NotFound)?;
    let tenant = &admin.tenant.id;
    let period = asked_for(terms, day_of(app.now()), &fields)?;
    let lines = all_lines(&app.store, tenant, period).await?;
    let ids: Vec<_> = lines.iter().map(|line| line.user_id).collect();
    let names = names(&app.store, tenant, &ids).await?;
    let mut text = "id,name,address,period_start,period_end,billable_from,amount,currency\r\n".to_owned();
    for line in &lines {
        let user = names.get(&line.user_id);
        let cells = [
            line.user_id.to_string(),
            user.map(name_of).unwrap_or_default(),
            user.map(|user| user.user_name.as_str().to_owned()).unwrap_or_default(),
            line.period_start.to_string(),
            line.period_end.to_string(),
            line.billable_from.to_string(),
            money::plain(line.amount_minor.into(), line.currency),
            line.currency.to_string(),
        ];
        text.push_str(&cells.map(|cell| quoted(&cell)).join(","));
        text.push_str("\r\n");
    }
    let mut response = Response::new(Body::from(text));
    *response.headers_mut() = HEADERS.to_map();
    let name = format!("attachment; filename=\"billing-{tenant}-{}.csv\"", period.start);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    response.headers_mut().extend(HeaderValue::from_str(&name).ok().map(|name| (CONTENT_DISPOSITION, name)));
    Ok(response)
}

/// The period that is asked for by one of its days, or else the present one.
fn asked_for(terms: &Terms, today: Date, fields: &Fields) -> Result<Period, Failure> {
    let day = fields.one("period").map(str::parse::<Date>).transpose().map_err(|_| Failure::NotFound)?;
    let day = day.filter(|day| (1970..=9000).contains(&day.year())).unwrap_or(today);
    Ok(terms.period_of(day))
}

async fn all_lines(store: &Store, tenant: &TenantId, period: Period) -> Result<Vec<BillingLine>, StoreError> {
    let mut lines: Vec<BillingLine> = Vec::new();
    loop {
        let after = lines.last().map(LinePlace::of);
        let (some, more) = store.billing_lines(tenant, period.start, after, CHUNK).await?;
        lines.extend(some);
        if !more {
            return Ok(lines);
        }
    }
}

async fn names(
    store: &Store,
    tenant: &TenantId,
    ids: &[UserId],
) -> Result<BTreeMap<UserId, User>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    Ok(store.users(tenant, ids).await?.into_iter().map(|user| (user.id, user)).collect())
}

fn named(period: Period) -> Named {
    let last = period.end.yesterday().unwrap_or(period.end);
    let said = format!("{} to {}", period.start.strftime("%-d %B %Y"), last.strftime("%-d %B %Y"));
    Named { said, reference: reference("billing", &[("period", &period.start.to_string())]) }
}

/// A cell in quotation marks. What a spreadsheet would take for a formula is made a text.
fn quoted(cell: &str) -> String {
    let formula = if cell.starts_with(['=', '+', '-', '@', '\t']) { "'" } else { "" };
    format!("\"{formula}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_a_text_whatever_is_in_it() {
        assert_eq!(quoted("Ada \"King\", Countess"), "\"Ada \"\"King\"\", Countess\"");
        assert_eq!(quoted("=HYPERLINK(1)"), "\"'=HYPERLINK(1)\"");
    }
}
