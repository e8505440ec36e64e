using System.Management.Automation;

namespace BambuCloud.Commands;

/// <summary><c>Watch-BambuPrinter</c>: streams what happens to printers until it is stopped.</summary>
[Cmdlet(VerbsCommon.Watch, "BambuPrinter")]
[OutputType(typeof(BambuPrinterEvent))]
public sealed class WatchBambuPrinter : BambuCmdlet
{
    private readonly HashSet<string> _ids = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The printers; all of the account without them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuDevice.DeviceId))]
    [ValidateNotNullOrEmpty]
    public string[]? DeviceId { get; set; }

    /// <summary>Only these events.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public BambuPrinterEventType[]? EventType { get; set; }

    /// <summary>Ends the stream after so many seconds, from when the connection stands.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int? TimeoutSec { get; set; }

    private TimeSpan? Duration => TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private protected override void Process() => _ids.UnionWith(DeviceId ?? []);

    private protected override void End()
    {
        if (_ids.Count == 0 && MyInvocation.ExpectingInput)
        {
            return; // A pipeline that brought no printer does not mean all of them.
        }
        IReadOnlyList<BambuDevice> all = Await(Session.Devices.ListAsync);
        if (all.Count == 0 && _ids.Count == 0)
        {
            throw new BambuException(BambuErrorKind.DeviceNotFound, "The account has no printer to watch. Bind one to it, in Bambu Studio or Bambu Handy.");
        }
        BambuDevice[] devices = [.. all.Where(device => _ids.Count == 0 || _ids.Contains(device.DeviceId))];
        foreach (string stranger in _ids.Except(all.Select(device => device.DeviceId), StringComparer.OrdinalIgnoreCase))
        {
            WriteError(ErrorRecords.Of(new BambuException(BambuErrorKind.DeviceNotFound,
                $"The printer '{stranger}' is not in this account. Get-BambuDevice lists those that are."), stranger));
        }
        if (devices.Length > 0)
        {
            Watch(devices);
        }
    }

    private void Watch(BambuDevice[] devices)
    {
        PrintProgress bars = new(this);
        try
        {
            foreach (BambuPrinterEvent item in Stream(cancellation => Session.Printers.WatchAsync(devices, Duration, Refused, cancellation)))
            {
                bars.Show(item);
                if (EventType is null || EventType.Contains(item.Type))
                {
                    WriteObject(item);
                }
            }
        }
        finally
        {
            bars.Close();
        }
    }

    private void Refused(BambuException fault) => Post(() => WriteError(ErrorRecords.Of(fault)));
}
