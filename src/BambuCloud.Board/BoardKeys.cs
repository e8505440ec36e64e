namespace BambuCloud.Board;

/// <summary>What the keys do: each makes another look at the fleet of the one before it.</summary>
internal sealed class BoardKeys(Fleet fleet)
{
    private BoardLook? _beforeFind;

    /// <summary>How the board is looked at after a key; <see langword="null"/> when the user wants no more.</summary>
    public BoardLook? Obey(BoardLook look, ConsoleKeyInfo key) => (look, key.Key) switch
    {
        ({ Find: { } typed }, _) => Find(look, typed, key),
        (_, ConsoleKey.Q) => null,
        ({ Details: true }, ConsoleKey.Escape or ConsoleKey.Enter) => look with { Details = false },
        (_, ConsoleKey.Escape) => null,
        ({ Details: true }, _) => Move(look, key.Key),
        _ => OnBoard(look, key),
    };

    private BoardLook OnBoard(BoardLook look, ConsoleKeyInfo key)
    {
        switch (key)
        {
            case { KeyChar: '/' }:
                _beforeFind = look;
                return look with { Find = "" };
            case { KeyChar: '!' }:
                return Toggle(look, FleetFilter.Trouble);
            case { Key: ConsoleKey.A }:
                return Toggle(look, FleetFilter.Active);
            case { Key: ConsoleKey.S }:
                return look with { Sort = Next(look.Sort), Selected = null, Offset = 0 };
            case { Key: ConsoleKey.R }:
                return look with { Reverse = !look.Reverse, Selected = null, Offset = 0 };
            case { Key: ConsoleKey.Enter } when new BoardView(fleet, look).Selected is { } selected:
                return look with { Details = true, Selected = selected.DeviceId };
            default:
                return Move(look, key.Key);
        }
    }

    private BoardLook Move(BoardLook look, ConsoleKey key)
    {
        BoardView view = new(fleet, look);
        int? index = key switch
        {
            ConsoleKey.UpArrow => view.SelectedIndex - 1,
            ConsoleKey.DownArrow => view.SelectedIndex + 1,
            ConsoleKey.PageUp => view.SelectedIndex - view.VisibleRows,
            ConsoleKey.PageDown => view.SelectedIndex + view.VisibleRows,
            ConsoleKey.Home => 0,
            ConsoleKey.End => view.Printers.Count - 1,
            _ => null,
        };
        return index is { } wanted && view.Printers.Count > 0
            ? look with { Selected = view.Printers[Math.Clamp(wanted, 0, view.Printers.Count - 1)].DeviceId, Offset = view.Offset }
            : look;
    }

    private BoardLook Find(BoardLook look, string typed, ConsoleKeyInfo key) => key switch
    {
        { Key: ConsoleKey.Enter } => look with { Find = null },
        { Key: ConsoleKey.Escape } => _beforeFind!,
        { Key: ConsoleKey.Backspace } => Found(typed.Length > 0 ? typed[..^1] : ""),
        { KeyChar: var character } when !char.IsControl(character) => Found(typed + character),
        _ => Move(look with { Find = null }, key.Key),
    };

    // What a filter hides is found all the same.
    private BoardLook Found(string typed)
    {
        BoardLook before = _beforeFind! with { Find = typed };
        BoardLook all = before with { Filter = FleetFilter.All };
        return typed.Length == 0 ? before
            : FleetOrder.Find(new BoardView(fleet, before).Printers, typed) is { } shown ? before with { Selected = shown.DeviceId }
            : FleetOrder.Find(new BoardView(fleet, all).Printers, typed) is { } hidden ? all with { Selected = hidden.DeviceId }
            : before;
    }

    private static BoardLook Toggle(BoardLook look, FleetFilter filter) =>
        look with { Filter = look.Filter == filter ? FleetFilter.All : filter, Offset = 0 };

    private static BambuFleetSort Next(BambuFleetSort sort)
    {
        BambuFleetSort[] all = Enum.GetValues<BambuFleetSort>();
        return all[(Array.IndexOf(all, sort) + 1) % all.Length];
    }
}
