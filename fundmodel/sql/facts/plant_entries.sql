-- The cash book of every plant at 100 % on the kept paths, with both sides: owners, lenders, customers, suppliers, tax
-- office and the buyer. What the owners pay and get is theirs together; the fund's share of it stands in the entries of
-- the fund's assets. Suppliers get what is left: operation, maintenance and working capital. What a plant keeps (cash
-- and reserve account) is lodged with its account bank, so that the book closes in every quarter.
-- grain: scenario_id, path_id, quarter, entity, counterparty, kind, tier
-- units: whole won, plus is cash into the entity; tier is empty; the average plant of the central case counts once
-- source: METHOD.md, "Entities and ledger", "Plants: debt"
with books as (
    select
        s.scenario_id,
        q.path_id,
        q.quarter,
        p.facility_code || '/' || q.plant_number as plant,
        q.paid_in_krw,
        q.draw_krw,
        q.grant_krw,
        q.capex_krw,
        q.revenue_krw,
        q.tax_krw,
        q.service_krw,
        q.sale_krw,
        q.paid_out_krw,
        q.held_krw - lag(q.held_krw, 1, 0) over (
            partition by s.scenario_id, q.path_id, q.facility_id, q.plant_number
            order by q.quarter
        ) as lodged_krw
    from facility_quarters as q
    inner join scenarios as s on s.world_id = q.world_id
    inner join facility_plan as p on p.world_id = q.world_id and p.facility_id = q.facility_id
),
listed as (
    select
        scenario_id,
        path_id,
        quarter,
        plant,
        unnest([
            {'outsider': 'owners', 'kind': 'paid_in', 'amount': paid_in_krw},
            {'outsider': 'lenders', 'kind': 'loan_draw', 'amount': draw_krw},
            {'outsider': 'government', 'kind': 'grant', 'amount': grant_krw},
            {'outsider': 'suppliers', 'kind': 'capex', 'amount': -capex_krw},
            {'outsider': 'customers', 'kind': 'revenue', 'amount': revenue_krw},
            {'outsider': 'tax_office', 'kind': 'corporate_tax', 'amount': -tax_krw},
            {'outsider': 'lenders', 'kind': 'debt_service', 'amount': -service_krw},
            {'outsider': 'buyer', 'kind': 'plant_sale', 'amount': sale_krw},
            {'outsider': 'owners', 'kind': 'paid_out', 'amount': -paid_out_krw},
            {'outsider': 'account_bank', 'kind': 'lodged', 'amount': -lodged_krw},
            {
                'outsider': 'suppliers',
                'kind': 'operation',
                'amount': -(
                    paid_in_krw + draw_krw + grant_krw - capex_krw + revenue_krw - tax_krw - service_krw + sale_krw
                    - paid_out_krw - lodged_krw
                )
            }
        ]) as item
    from books
),
entries as (
    select
        scenario_id, path_id, quarter, 'plant:' || plant as entity, item.outsider || ':' || plant as counterparty,
        item.kind as kind, item.amount as amount
    from listed
    union all by name
    select
        scenario_id, path_id, quarter, item.outsider || ':' || plant as entity, 'plant:' || plant as counterparty,
        item.kind as kind, -item.amount as amount
    from listed
)
select
    scenario_id,
    path_id,
    quarter,
    entity,
    counterparty,
    kind,
    ''::varchar as tier,
    amount::bigint as amount_krw
from entries
where amount <> 0
order by scenario_id, path_id, quarter, entity, counterparty, kind, tier
