-- The figures that a report to investors holds at a date, for all investors together and for every fund: balances, and
-- what was paid, charged and distributed to date.
-- grain: scenario_id, party_id, statistic, quarter
-- units: whole won, to date unless a level; statistic central is path 0, mean that of the random paths, floored. NAV
--        and distributions of the whole and NAV of a fund are before accrued carry; carry_accrued is what the manager
--        would get beside what it has if everything were sold at NAV, clawback_liability what it would return.
--        Distributions are income (dividends of what is kept), then return of capital up to paid-in, then gain; the
--        mega fund has no income of its own. Expenses are external but for transaction fees and interest on a line.
--        upside_given_up: priority return, upside transfer and call by public investors, net of strikes. A row of a
--        fund runs over its term
-- source: reported_flows; METHOD.md, "Names of measures"
-- Levels and what is to date already are not added up. Each part is floored by itself; one part of a whole is what
-- is left of it, so that parts add up.
with added as (
    select
        * replace (
            case
                when commitment_krw is not null and unfunded_krw is not null
                    then unfunded_krw + paid_in_krw - commitment_krw
                else (sum(made_krw) over so_far)::bigint
            end as made_krw,
            (sum(recycled_krw) over so_far)::bigint as recycled_krw
        ),
        (sum(invested_krw) over so_far)::bigint as all_invested,
        (sum(fee_krw) over so_far)::bigint as all_fee,
        (sum(waived_krw) over so_far)::bigint as all_waived,
        (sum(offset_krw) over so_far)::bigint as all_offset,
        (sum(expense_krw) over so_far)::bigint as all_expense,
        (sum(transactions_krw) over so_far)::bigint as all_transactions,
        (sum(organisation_krw) over so_far)::bigint as all_organisation,
        (sum(line_interest_krw) over so_far)::bigint as all_line_interest,
        (sum(line_drawn_krw) over so_far)::bigint as all_line_drawn,
        (sum(line_repaid_krw) over so_far)::bigint as all_line_repaid,
        (sum(idle_interest_krw) over so_far)::bigint as all_idle_interest,
        (sum(carry_krw) over so_far)::bigint as all_carry,
        (sum(first_loss_krw) over so_far)::bigint as all_first_loss,
        (sum(upside_krw) over so_far)::bigint as all_upside
    from reported_flows
    window so_far as (partition by scenario_id, party_id, statistic order by quarter)
),
means as (
    select
        *,
        distributed_krw // path_count as distributed_mean,
        dist_income_krw // path_count as income_mean,
        (distributed_krw - dist_income_krw - dist_capital_krw) // path_count as gain_mean,
        all_fee // path_count as fee_mean,
        all_waived // path_count as waived_mean,
        all_offset // path_count as offset_mean,
        all_expense // path_count as expense_mean,
        all_transactions // path_count as transactions_mean,
        all_line_interest // path_count as line_interest_mean,
        paid_in_krw // path_count as paid_in_mean,
        made_krw // path_count as recallable_mean,
        coalesce(commitment_krw, unfunded_krw + paid_in_krw - made_krw) // path_count as commitment_mean
    from added
)
select
    m.scenario_id,
    s.scenario,
    m.party_id,
    p.party_code,
    p.party_kind,
    m.statistic,
    m.quarter,
    (r.first_year + m.quarter // 4)::integer as year,
    m.commitment_mean::bigint as commitment_krw,
    m.paid_in_mean::bigint as paid_in_krw,
    (m.commitment_mean + m.recallable_mean - m.paid_in_mean)::bigint as unfunded_krw,
    (m.recallable_mean - m.recycled_krw // m.path_count)::bigint as recallable_krw,
    m.distributed_mean::bigint as distributed_krw,
    (m.distributed_mean - m.gain_mean - m.income_mean)::bigint as dist_capital_krw,
    m.gain_mean::bigint as dist_gain_krw,
    m.income_mean::bigint as dist_income_krw,
    m.recallable_mean::bigint as dist_recallable_krw,
    (m.nav_krw // m.path_count)::bigint as nav_krw,
    (m.all_invested // m.path_count)::bigint as invested_krw,
    (m.fee_mean + m.waived_mean + m.offset_mean)::bigint as fee_gross_krw,
    m.waived_mean::bigint as fee_waiver_krw,
    m.offset_mean::bigint as fee_offset_krw,
    m.fee_mean::bigint as fee_krw,
    m.expense_mean::bigint as expense_krw,
    m.transactions_mean::bigint as internal_expense_krw,
    (m.expense_mean - m.transactions_mean - m.line_interest_mean)::bigint as external_expense_krw,
    (m.all_organisation // m.path_count)::bigint as organisation_krw,
    m.line_interest_mean::bigint as line_interest_krw,
    (m.line_krw // m.path_count)::bigint as line_krw,
    (m.all_line_drawn // m.path_count)::bigint as line_drawn_krw,
    (m.all_line_repaid // m.path_count)::bigint as line_repaid_krw,
    (m.all_idle_interest // m.path_count)::bigint as idle_interest_krw,
    (m.all_carry // m.path_count)::bigint as carry_paid_krw,
    (m.escrow_krw // m.path_count)::bigint as escrow_krw,
    (m.carry_accrued_krw // m.path_count)::bigint as carry_accrued_krw,
    (m.clawback_liability_krw // m.path_count)::bigint as clawback_liability_krw,
    (m.all_first_loss // m.path_count)::bigint as first_loss_used_krw,
    ((m.all_upside - (m.all_upside % m.path_count + m.path_count) % m.path_count) // m.path_count)::bigint
        as upside_given_up_krw
from means as m
inner join scenarios as s on s.scenario_id = m.scenario_id
inner join parties as p on p.party_id = m.party_id
cross join run_settings as r
order by m.scenario_id, m.party_id, m.statistic, m.quarter
