namespace BambuCloud.Board;

/// <summary>
/// The columns that have room: where there is less of it, units and targets of temperatures go first, then these, then the job, then the
/// bar. For a long name the bar gets shorter first, then the job.
/// </summary>
internal sealed record BoardColumns(IReadOnlyList<BoardColumn> All)
{
    private const int Wide = 120;
    private const int LeastName = 7;
    private const int UsualName = 14;
    private const int MostName = 30;
    private const int LeastJob = 8;
    private const int LeastBar = 8;
    private const int UsualBar = 15;

    public static BoardColumns For(IReadOnlyList<FleetPrinter> printers, BoardLook look)
    {
        int longestName = Math.Clamp(Longest(printer => printer.Name), LeastName, MostName);
        int longestJob = Longest(printer => printer.Job);
        int longestLayers = Longest(printer => printer.Layers);
        BoardColumn name = new(BoardContent.Printer, Math.Min(longestName, UsualName));
        BoardColumn state = new(BoardContent.State, 9);
        BoardColumn job = new(BoardContent.Job, LeastJob);
        BoardColumn bar = new(BoardContent.Bar, UsualBar);
        BoardColumn layers = new(BoardContent.Layers, Math.Clamp(longestLayers, 6, 9));
        BoardColumn left = new(BoardContent.Left, 7);
        BoardColumn nozzleAndTarget = new(BoardContent.NozzleAndTarget, 9);
        BoardColumn bedAndTarget = new(BoardContent.BedAndTarget, 7);

        // The first that fits.
        BoardColumn[][] choices =
        [
            [name with { Width = longestName }, state, job, bar, layers, left, nozzleAndTarget, bedAndTarget],
            [name, state, job, bar, layers, left, new(BoardContent.Nozzle, 6), new(BoardContent.Bed, 3)],
            [name, state, job, bar, layers, left],
            [name, state, bar, layers, left],
            [name, state, new(BoardContent.Percent, 3), layers, left],
            [name, state, new(BoardContent.Percent, 3)],
        ];
        BoardColumn[] chosen = choices.FirstOrDefault(columns => Spare(columns) >= 0)
            ?? [name with { Width = Math.Max(1, Math.Min(name.Width, look.Width)) }];
        chosen = [.. chosen.Select(column => column == bar ? bar with { Width = LeastBar } : column)];
        Widen(BoardContent.Printer, longestName);
        Widen(BoardContent.Job, longestJob);
        Widen(BoardContent.Bar, look.Width >= Wide ? 2 * UsualBar : UsualBar);
        return new BoardColumns(chosen);

        void Widen(BoardContent content, int most)
        {
            int index = Array.FindIndex(chosen, column => column.Content == content);
            if (index >= 0)
            {
                int width = chosen[index].Width;
                chosen[index] = chosen[index] with { Width = Math.Clamp(most, width, width + Spare(chosen)) };
            }
        }

        int Longest(Func<FleetPrinter, string> text) => printers.Select(printer => BoardText.Cells(text(printer))).DefaultIfEmpty().Max();

        int Spare(BoardColumn[] columns) => look.Width - columns.Sum(column => column.Width) - (columns.Length - 1);
    }
}
