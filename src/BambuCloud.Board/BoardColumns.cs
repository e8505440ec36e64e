namespace BambuCloud.Board;

/// <summary>The columns that have room: where there is less of it, temperatures go first, then the job, then the bar.</summary>
internal sealed record BoardColumns(IReadOnlyList<BoardColumn> All)
{
    private const int Wide = 120;
    private const int LeastName = 7;
    private const int LeastJob = 8;

    public static BoardColumns For(IReadOnlyList<FleetPrinter> printers, BoardLook look)
    {
        bool wide = look.Width >= Wide;
        int longestName = Longest(printer => printer.Name);
        int longestJob = Longest(printer => printer.Job);
        int longestLayers = Longest(printer => printer.Layers);
        BoardColumn name = new(BoardContent.Printer, Math.Clamp(longestName, LeastName, wide ? 30 : 14));
        BoardColumn state = new(BoardContent.State, 9);
        BoardColumn bar = new(BoardContent.Bar, wide ? 30 : 15);
        BoardColumn layers = new(BoardContent.Layers, Math.Clamp(longestLayers, 6, 9));
        BoardColumn left = new(BoardContent.Left, 7);
        BoardColumn[] temperatures = wide
            ? [new(BoardContent.NozzleAndTarget, 7), new(BoardContent.BedAndTarget, 7)]
            : [new(BoardContent.Nozzle, 6), new(BoardContent.Bed, 3)];

        // The first that fits.
        BoardColumn[][] choices =
        [
            [name, state, Job(LeastJob), bar, layers, left, .. temperatures],
            [name, state, Job(LeastJob), bar, layers, left],
            [name, state, bar, layers, left],
            [name, state, new(BoardContent.Percent, 3), layers, left],
            [name, state, new(BoardContent.Percent, 3)],
        ];
        BoardColumn[] chosen = choices.FirstOrDefault(columns => Spare(columns) >= 0) ?? [name with { Width = Math.Max(1, Math.Min(name.Width, look.Width)) }];
        int job = Array.FindIndex(chosen, column => column.Content == BoardContent.Job);
        if (job >= 0)
        {
            chosen[job] = Job(Math.Clamp(longestJob, LeastJob, LeastJob + Spare(chosen)));
        }
        return new BoardColumns(chosen);

        int Longest(Func<FleetPrinter, string> text) => printers.Select(printer => BoardText.Cells(text(printer))).DefaultIfEmpty().Max();

        int Spare(BoardColumn[] columns) => look.Width - columns.Sum(column => column.Width) - (columns.Length - 1);

        static BoardColumn Job(int width) => new(BoardContent.Job, width);
    }
}
