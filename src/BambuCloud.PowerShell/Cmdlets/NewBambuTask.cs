using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;

namespace BambuCloud.Cmdlets;

/// <summary><c>New-BambuTask</c>: makes a task of a model's profile for printers.</summary>
[Cmdlet(VerbsCommon.New, "BambuTask", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "New-BambuTask.md")]
[OutputType(typeof(BambuTask))]
public sealed class NewBambuTask : SessionCmdlet
{
    private readonly PrinterInput _printers;
    private readonly List<(AccountPrinter Printer, string Model, string Profile)> _wanted = [];

    /// <summary>Makes the cmdlet.</summary>
    public NewBambuTask() => _printers = new PrinterInput(this);

    /// <summary>The printers, by id, name or pattern.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias(nameof(BambuDevice.DeviceId), nameof(BambuPrinterStatus.DeviceName), nameof(BambuDevice.Name))]
    [PrinterNames]
    [ArgumentCompleter(typeof(PrinterCompleter))]
    [SupportsWildcards]
    public PrinterName[]? Printer { get; set; }

    /// <summary>The model.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string ModelId { get; set; } = null!;

    /// <summary>The task's title.</summary>
    [Parameter(Mandatory = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = null!;

    /// <summary>The model's print profile.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string ProfileId { get; set; } = null!;

    private protected override void Begin() => EnsureAny(new Given<PrinterName>(Printer));

    private protected override void Process()
    {
        Given<PrinterName> given = new(Printer);
        if (!RefuseNone(given))
        {
            // A printer that is named twice gets one task.
            _wanted.AddRange(_printers.Find(given).Select(printer => (printer, ModelId, ProfileId)).Except(_wanted));
        }
    }

    private protected override void End()
    {
        if (!new PrinterPrompt(this, ConfirmImpact.Medium).Ask(
            $"Make the task '{Title}'", [.. _wanted.Select(each => each.Printer)], running: false))
        {
            return;
        }
        foreach ((AccountPrinter printer, string model, string profile) in _wanted)
        {
            Try(printer.Id, () => Write(printer.Session, Await(cancellation =>
                printer.Session.Cloud.Tasks.CreateAsync(model, Title, printer.Id, profile, cancellation)) with
            {
                DeviceName = printer.Device.Name,
                Model = printer.Device.Model,
                ModelCode = printer.Device.ModelCode,
            }));
        }
    }
}
