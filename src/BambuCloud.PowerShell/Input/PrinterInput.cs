using BambuCloud.Cmdlets;
using BambuCloud.Session;

namespace BambuCloud.Input;

/// <summary>
/// The printers that a command is given, whether as a parameter or one by one by the pipeline: an exact id comes first, an exact name
/// second, a pattern over both last, and upper and lower case are the same. Each account's list is read once.
/// </summary>
internal sealed class PrinterInput(SessionCmdlet cmdlet)
{
    private readonly Dictionary<OpenSession, IReadOnlyList<BambuDevice>> _lists = [];
    private readonly List<AccountPrinter> _printers = [];
    private bool _given;

    /// <summary>Whether the command needs a broker: a session without one is refused before any host is asked.</summary>
    public bool Live { get; set; }

    /// <summary>Whether the pipeline brings files, which say nothing of printers.</summary>
    public bool FilesPiped { get; set; }

    /// <summary>Whether printers that are connected themselves are meant too, and heard that way.</summary>
    public bool Own { get; init; }

    /// <summary>Whether all printers of the accounts are meant, because none was named and no pipeline could have brought one.</summary>
    public bool All => !_given && (FilesPiped || !cmdlet.MyInvocation.ExpectingInput);

    /// <summary>The printers that were found so far, each once, in the order in which they were named.</summary>
    public IReadOnlyList<AccountPrinter> Printers => _printers;

    /// <summary>Finds printers, and keeps them. An error is written for each name that means none, or two of the same name.</summary>
    /// <returns>Those that were not found before.</returns>
    public IReadOnlyList<AccountPrinter> Add(Given<PrinterName> given)
    {
        _given |= given.Any || given.SaysNone;
        AccountPrinter[] added = [.. Find(given).Except(_printers)];
        _printers.AddRange(added);
        return added;
    }

    /// <summary>Finds printers, each once, without keeping them for later. An error is written as by <see cref="Add"/>.</summary>
    public IReadOnlyList<AccountPrinter> Find(Given<PrinterName> given)
    {
        List<AccountPrinter> found = [];
        foreach (PrinterName name in given.All)
        {
            cmdlet.Try(name.Text, () => found.AddRange(Find(name).Except([.. found])));
        }
        return found;
    }

    /// <summary>The printers that were found, or all of the accounts.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.DeviceNotFound"/>: all are meant, and the account has none.</exception>
    public IReadOnlyList<AccountPrinter> FoundOrAll()
    {
        if (!All)
        {
            return _printers;
        }
        AccountPrinter[] all = Everywhere(origin: null);
        return all.Length > 0 ? all : throw new BambuException(BambuErrorKind.DeviceNotFound, "The account has no printer.");
    }

    /// <summary>The account's printers.</summary>
    public IEnumerable<AccountPrinter> PrintersOf(OpenSession session) =>
        DevicesOf(session).Select(device => Own && OpenPrinters.Of(device.DeviceId) is { } way ? Connected(session, device, way)
            : new AccountPrinter(session, device));

    /// <summary>The printer of that id; null where the account has none.</summary>
    public AccountPrinter? Find(OpenSession session, string? id) =>
        PrintersOf(session).FirstOrDefault(printer => Same(printer.Id, id));

    /// <summary>All printers of the sessions that are meant, each once where it is connected itself.</summary>
    /// <param name="origin">The session that an object came from.</param>
    public AccountPrinter[] Everywhere(BambuSession? origin)
    {
        IReadOnlyList<OpenSession> sessions = Own ? cmdlet.GetPrinterSessions(origin) : cmdlet.GetSessions(origin);
        AccountPrinter[] ofAccounts = [.. sessions.Where(session => session.Itself is null).SelectMany(PrintersOf)];
        return [.. ofAccounts, .. sessions.Where(session => session.Itself is not null).SelectMany(PrintersOf)
            .Where(printer => !Array.Exists(ofAccounts, known => Same(known.Id, printer.Id)))];
    }

    // The account's broker helps out while the printer cannot be reached itself.
    private static AccountPrinter Connected(OpenSession session, BambuDevice device, OpenSession way)
    {
        if (session.Itself is null)
        {
            way.Itself!.Account = session.Cloud;
        }
        BambuConnection own = way.Itself!.IsHelpedOut ? BambuConnection.None : BambuConnection.Lan;
        return new AccountPrinter(session, device with { Online = true, Connection = device.Connection | own })
        {
            Way = way,
        };
    }

    /// <summary>Finds what a name means.</summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.DeviceNotFound"/>, <see cref="BambuErrorKind.DeviceNameAmbiguous"/> or
    /// <see cref="BambuErrorKind.InvalidPattern"/>.
    /// </exception>
    private AccountPrinter[] Find(PrinterName name)
    {
        AccountPrinter[] found = Meant(name, Everywhere(name.Session), printer => (printer.Id, printer.Device.Name));
        return found.Length > 0 ? found
            : throw Unknown(name, name.IsPattern ? $"No printer of the account matches '{name.Text}', by id or name."
                : $"The account has no printer of the id or name '{name.Text}'.");
    }

    /// <summary>Those of some printers that a name means: an exact id first, an exact name second, a pattern over both last.</summary>
    /// <param name="name">The name.</param>
    /// <param name="all">The printers.</param>
    /// <param name="of">A printer's id and name.</param>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.DeviceNameAmbiguous"/> or <see cref="BambuErrorKind.InvalidPattern"/>.
    /// </exception>
    public static T[] Meant<T>(PrinterName name, IReadOnlyList<T> all, Func<T, (string Id, string Name)> of)
    {
        if (all.Where(printer => Same(of(printer).Id, name.Text)).ToArray() is { Length: > 0 } byId)
        {
            return byId;
        }
        T[] byName = [.. all.Where(printer => Same(of(printer).Name, name.Text))];
        if (byName.Length > 0)
        {
            return byName.Length == 1 ? byName : throw Ambiguous(name, byName.Select(printer => of(printer).Id));
        }
        if (!name.IsPattern)
        {
            return [];
        }
        NameFilter pattern = new([name.Text]);
        return [.. all.Where(printer => pattern.Wants(of(printer).Id) || pattern.Wants(of(printer).Name))];
    }

    private IReadOnlyList<BambuDevice> DevicesOf(OpenSession session)
    {
        if (!_lists.TryGetValue(session, out IReadOnlyList<BambuDevice>? devices))
        {
            if (Live)
            {
                session.EnsureBroker();
            }
            _lists.Add(session, devices = cmdlet.AwaitDevices(session));
        }
        return devices;
    }

    private static BambuException Unknown(PrinterName name, string what) =>
        new(BambuErrorKind.DeviceNotFound, what) { Subject = name.Text };

    private static BambuException Ambiguous(PrinterName name, IEnumerable<string> ids) => new(BambuErrorKind.DeviceNameAmbiguous,
        $"{ids.Count()} printers bear the name '{name.Text}': {string.Join(", ", ids)}.")
    {
        Subject = name.Text,
    };

    private static bool Same(string one, string? other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
