using BambuCloud.Cmdlets;
using BambuCloud.Session;

namespace BambuCloud.Input;

/// <summary>Writes what the cloud says of each printer that was given, or of all.</summary>
internal sealed class DeviceAnswers<T>(SessionCmdlet cmdlet)
    where T : BambuObject
{
    private readonly PrinterInput _printers = new(cmdlet);

    /// <summary>Asks about the printer of an id, or about all.</summary>
    public required Func<OpenSession, string?, CancellationToken, Task<IReadOnlyList<T>>> Ask { get; init; }

    /// <summary>The printer's id that an answer has.</summary>
    public required Func<T, string?> IdOf { get; init; }

    /// <summary>An answer with what the account's list knows of the printer.</summary>
    public required Func<T, BambuDevice, T> Complete { get; init; }

    /// <summary>Asks about each printer that was given. An error that concerns one leaves the others their turn.</summary>
    public void Write(Given<PrinterName> given)
    {
        foreach (AccountPrinter printer in _printers.Add(given))
        {
            cmdlet.Try(printer.Id, () => Write(printer, AwaitAnswers(printer.Session, printer.Id)));
        }
    }

    /// <summary>Asks about all printers, where none was named.</summary>
    public void WriteAll()
    {
        foreach (OpenSession session in _printers.All ? cmdlet.GetSessions() : [])
        {
            WriteAll(session);
        }
    }

    // Asked about none in particular, the cloud may answer for one alone, and not say for which (API_DEVICES.md) → each printer that it did
    // not name is asked about then.
    private void WriteAll(OpenSession session)
    {
        ILookup<string, T> named = AwaitAnswers(session, null)
            .Where(answer => IdOf(answer) is not null).ToLookup(answer => IdOf(answer)!, StringComparer.OrdinalIgnoreCase);
        foreach (AccountPrinter printer in _printers.PrintersOf(session))
        {
            cmdlet.Try(printer.Id, () =>
                Write(printer, named.Contains(printer.Id) ? named[printer.Id] : AwaitAnswers(session, printer.Id)));
        }
    }

    private void Write(AccountPrinter printer, IEnumerable<T> answers) =>
        cmdlet.Write(printer.Session, answers.Select(answer => Complete(answer, printer.Device)));

    private IReadOnlyList<T> AwaitAnswers(OpenSession session, string? id) => cmdlet.Await(cancellation => Ask(session, id, cancellation));
}
