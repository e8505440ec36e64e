using System.Management.Automation;

namespace BambuCloud.Benchmarks;

/// <summary>The pipeline's end: hands each object that comes out of the module to whoever counts.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Event")]
public sealed class MeasureEvent : PSCmdlet
{
    /// <summary>Who counts.</summary>
    public static Action<BambuPrinterEvent>? Listener { get; set; }

    /// <summary>What came.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord() => Listener?.Invoke((BambuPrinterEvent)InputObject.BaseObject);
}
