using System.Management.Automation;
using BambuCloud.Client.Texts;
using BambuCloud.Completion;
using BambuCloud.Output;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuCodeText</c>: what a code of a printer means. It needs no session.</summary>
[Cmdlet(VerbsCommon.Get, "BambuCodeText", HelpUri = HelpPages.Folder + "Get-BambuCodeText.md")]
[OutputType(typeof(BambuCodeText))]
public sealed class GetBambuCodeText : BambuCmdlet
{
    private bool _read;

    /// <summary>The codes, as printers show them: <c>0300_400C</c>, <c>0300_0100_0001_0007</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias(nameof(BambuPrinterStatus.PrintError))]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Code { get; set; } = [];

    private protected override void Process()
    {
        if (!_read)
        {
            _read = true;
            Try(null, () => Await(CodeTable.Vendors.LoadAsync)); // The codes without their texts are better than nothing.
        }
        foreach (string code in Code)
        {
            if (BambuCodeText.Of(code) is { } text)
            {
                WriteObject(text);
            }
            else
            {
                WriteError(RecordOf(new BambuException(BambuErrorKind.InvalidCode, $"'{code}' is no code of a printer."), code));
            }
        }
    }
}
