namespace BambuCloud.Board;

/// <summary>The order of printers on the board.</summary>
public static class FleetOrder
{
    /// <summary>Orders printers. Those that have nothing to be ordered by come last, also in reverse.</summary>
    public static IReadOnlyList<FleetPrinter> Of(IEnumerable<FleetPrinter> printers, BambuFleetSort sort, bool reverse)
    {
        Func<FleetPrinter, double?> key = sort switch
        {
            BambuFleetSort.State => printer => (double)printer.State,
            BambuFleetSort.Progress => printer => -printer.Progress,
            BambuFleetSort.Left => printer => printer.Left?.TotalMinutes,
            _ => _ => 0,
        };
        IOrderedEnumerable<FleetPrinter> known = printers.OrderBy(printer => key(printer) is null);
        known = reverse ? known.ThenByDescending(key) : known.ThenBy(key);
        Comparer<string> names = Comparer<string>.Create(CompareNames);
        known = reverse && sort == BambuFleetSort.Name ? known.ThenByDescending(printer => printer.Name, names)
            : known.ThenBy(printer => printer.Name, names);
        return [.. known.ThenBy(printer => printer.DeviceId, StringComparer.Ordinal)];
    }

    /// <summary>The printers that a filter lets through.</summary>
    public static IEnumerable<FleetPrinter> Filtered(IEnumerable<FleetPrinter> printers, FleetFilter filter) => filter switch
    {
        FleetFilter.Active => printers.Where(printer => printer.IsActive),
        FleetFilter.Trouble => printers.Where(printer => printer.IsInTrouble),
        _ => printers,
    };

    /// <summary>
    /// The printer that somebody means who types this: the first whose name begins with it, else the first that has it in its name or id.
    /// </summary>
    public static FleetPrinter? Find(IReadOnlyList<FleetPrinter> printers, string typed) =>
        printers.FirstOrDefault(printer => printer.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
        ?? printers.FirstOrDefault(printer => printer.Name.Contains(typed, StringComparison.OrdinalIgnoreCase)
            || printer.DeviceId.Contains(typed, StringComparison.OrdinalIgnoreCase));

    /// <summary>Compares names: <c>P1S 2</c> comes before <c>P1S 10</c>, whatever the culture.</summary>
    private static int CompareNames(string one, string other)
    {
        int here = 0, there = 0;
        while (here < one.Length && there < other.Length)
        {
            ReadOnlySpan<char> mine = Piece(one, ref here), yours = Piece(other, ref there);
            int difference = char.IsAsciiDigit(mine[0]) && char.IsAsciiDigit(yours[0]) && mine.Length != yours.Length
                ? mine.Length - yours.Length
                : mine.CompareTo(yours, StringComparison.OrdinalIgnoreCase);
            if (difference != 0)
            {
                return difference;
            }
        }
        return (one.Length - here).CompareTo(other.Length - there);
    }

    // A number without its leading zeros, or one other character.
    private static ReadOnlySpan<char> Piece(string text, ref int at)
    {
        int start = at++;
        if (char.IsAsciiDigit(text[start]))
        {
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                start += text[start] == '0' ? 1 : 0;
                at++;
            }
        }
        return text.AsSpan(start, at - start);
    }
}
