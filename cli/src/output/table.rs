//! Columns for a person to read, as wide as the terminal and no wider.
//!
//! Where all does not fit, the widest column that can be cut is cut, with an ellipsis; ids and
//! times, which are of use only whole, are not. Where output is no terminal nothing is cut.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

const BETWEEN: usize = 2;
/// No column is cut further.
const LEAST: usize = 8;

pub(crate) struct Column {
    pub(crate) heading: &'static str,
    /// Whether a part of it is still of use.
    pub(crate) may_be_cut: bool,
}

/// Lines of equal columns, each ended. `width` is `None` for no limit.
pub(crate) fn table(columns: &[Column], rows: &[Vec<String>], width: Option<usize>) -> String {
    let headings = columns.iter().map(|column| column.heading.to_owned()).collect();
    let widths = widths(columns, rows, width);
    let mut text = String::new();
    for row in std::iter::once(&headings).chain(rows) {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let cell = cut(cell, *width);
            line.push_str(&cell);
            let missing = width.saturating_sub(cell.width()) + BETWEEN;
            line.extend(std::iter::repeat_n(' ', missing));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn widths(columns: &[Column], rows: &[Vec<String>], limit: Option<usize>) -> Vec<usize> {
    let mut widths: Vec<usize> = columns.iter().map(|column| column.heading.width()).collect();
    for row in rows {
        for (cell, width) in row.iter().zip(&mut widths) {
            *width = cell.width().max(*width);
        }
    }
    let Some(limit) = limit else { return widths };
    let between = BETWEEN * columns.len().saturating_sub(1);
    loop {
        let total = widths.iter().sum::<usize>() + between;
        let Some(excess) = total.checked_sub(limit).filter(|excess| *excess > 0) else {
            return widths;
        };
        let cuttable = columns.iter().zip(&mut widths);
        let widest = cuttable
            .filter(|(column, width)| column.may_be_cut && **width > LEAST)
            .map(|(_, width)| width)
            .max_by_key(|width| **width);
        let Some(widest) = widest else { return widths };
        // One at a time where others are as wide, so that they are cut alike.
        *widest = widest.saturating_sub(if excess > 1 { excess.div_ceil(4) } else { 1 }).max(LEAST);
    }
}

fn cut(cell: &str, width: usize) -> String {
    if cell.width() <= width {
        return cell.to_owned();
    }
    let mut kept = String::new();
    let mut left = width.saturating_sub(1);
    for c in cell.chars() {
        let Some(rest) = left.checked_sub(c.width().unwrap_or(0)) else { break };
        left = rest;
        kept.push(c);
    }
    kept.push('…');
    kept
}

/// Of standard output, where it is a terminal.
pub(crate) fn terminal_width() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(std::io::stdout()).ok()?;
    // A terminal that does not know its size says nought.
    (size.ws_col > 0).then_some(usize::from(size.ws_col))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 3] = [
        Column { heading: "ID", may_be_cut: false },
        Column { heading: "NAME", may_be_cut: true },
        Column { heading: "ROLE", may_be_cut: false },
    ];

    fn rows(cells: &[[&str; 3]]) -> Vec<Vec<String>> {
        cells.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn columns_are_as_wide_as_what_is_in_them() {
        let text =
            table(&COLUMNS, &rows(&[["1", "Ada", "Owner"], ["22", "Grace Hopper", ""]]), None);
        assert_eq!(text, "ID  NAME          ROLE\n1   Ada           Owner\n22  Grace Hopper\n");
    }

    #[test]
    fn what_does_not_fit_is_cut_where_it_may_be() {
        let rows = rows(&[["1234567890", "a name that goes on and on", "Owner"]]);
        for width in [28, 30, 40] {
            let text = table(&COLUMNS, &rows, Some(width));
            assert!(text.lines().all(|line| line.width() <= width), "{width}: {text}");
            assert!(text.contains("1234567890") && text.contains("Owner"), "{text}");
            assert!(text.contains('…'), "{text}");
        }
        // Too narrow for ids: they stay whole, and the terminal wraps.
        let text = table(&COLUMNS, &rows, Some(10));
        assert!(text.contains("1234567890  a name …  Owner"), "{text}");
    }

    #[test]
    fn wide_characters_count_as_wide() {
        let text = table(&COLUMNS, &rows(&[["1", "密钥", "Owner"], ["2", "abcd", "x"]]), None);
        assert!(text.contains("1   密钥  Owner\n2   abcd  x\n"), "{text}");
    }
}
