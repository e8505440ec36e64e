using BambuCloud.Client.Session;

namespace BambuCloud.Session;

/// <summary>The printers that this process is connected to themselves. All runspaces share them.</summary>
internal static class OpenPrinters
{
    private static readonly object Lock = new();
    private static readonly List<OpenSession> Printers = [];

    /// <summary>All of them, in the order in which they were connected.</summary>
    public static IReadOnlyList<OpenSession> All
    {
        get
        {
            lock (Lock)
            {
                return [.. Printers];
            }
        }
    }

    /// <summary>The way to a printer: its own where it is connected itself, else its account's.</summary>
    public static OpenSession WayTo(string deviceId, OpenSession account) => Of(deviceId) ?? account;

    /// <summary>The printer of that id; null where it is not connected itself.</summary>
    public static OpenSession? Of(string deviceId)
    {
        lock (Lock)
        {
            return Printers.Find(printer => IsOf(printer, deviceId));
        }
    }

    /// <summary>The printer that an object came from, or the one that was connected at the same address since.</summary>
    public static OpenSession? FindOrigin(BambuSession origin)
    {
        lock (Lock)
        {
            return Printers.Find(printer => ReferenceEquals(printer.Info, origin))
                ?? Printers.Find(printer => printer.Info.ApiEndpoint == origin.ApiEndpoint && printer.Info.Account == origin.Account);
        }
    }

    /// <summary>Adds a printer, and gives back its connection from before, which the caller closes.</summary>
    public static PrinterSession? Add(PrinterSession printer)
    {
        lock (Lock)
        {
            PrinterSession? before = Take(printer.Device.DeviceId);
            Printers.Add(new OpenSession(printer));
            return before;
        }
    }

    /// <summary>Takes a printer out; the caller closes it. There may be none.</summary>
    public static PrinterSession? Take(string deviceId)
    {
        lock (Lock)
        {
            if (Printers.Find(printer => IsOf(printer, deviceId)) is not { } found)
            {
                return null;
            }
            Printers.Remove(found);
            found.KnownNames.Dispose();
            return found.Itself;
        }
    }

    /// <summary>Closes all, side by side, and returns when their connections are closed.</summary>
    public static void CloseAll()
    {
        PrinterSession?[] closing = [.. All.Select(printer => Take(printer.Itself!.Device.DeviceId))];
        Task.Run(() => Task.WhenAll(closing.OfType<PrinterSession>().Select(printer => printer.DisposeAsync().AsTask())))
            .GetAwaiter().GetResult();
    }

    private static bool IsOf(OpenSession printer, string deviceId) =>
        printer.Itself!.Device.DeviceId.Equals(deviceId, StringComparison.OrdinalIgnoreCase);
}
