using System.Text.Json;

namespace BambuCloud.Client.Reports;

/// <summary>Reads one report in a single pass (mqtt.md, <i>Reports</i>). Nothing is kept of a report that breaks off.</summary>
internal static class ReportReader
{
    private static readonly MemberTable<MessageDraft> Message = new(
        ("print", ReadPrint),
        ("info", ReadVersions),
        ("fun", ReadFunctions),
        ("event", (ref json, ref message) =>
        {
            message.Kind = ReportKind.Other;
            json.ReadObject(Event!, ref message);
        }
    ),
        ("system", (ref json, ref message) => ReadAnswer(ref json, ref message, "system")),
        ("camera", (ref json, ref message) => ReadAnswer(ref json, ref message, "camera")),
        ("xcam", (ref json, ref message) => ReadAnswer(ref json, ref message, "xcam")),
        ("upgrade", (ref json, ref message) => ReadAnswer(ref json, ref message, "upgrade")),
        (PrinterAnswer.Security, (ref json, ref message) => ReadAnswer(ref json, ref message, PrinterAnswer.Security)),
        ("mc_print", (ref json, ref message) =>
        {
            message.Kind = message.Kind == ReportKind.Nothing ? ReportKind.Other : message.Kind;
            json.Skip();
        }
    ));

    private static readonly MemberTable<MessageDraft> Event = new(
        ("event", (ref json, ref message) => message.Kind = json.Is("client.connected"u8) ? ReportKind.Connected
            : json.Is("client.disconnected"u8) ? ReportKind.Disconnected
            : ReportKind.Other));

    private static readonly MemberTable<AnswerDraft> Answer = new(
        ("command", (ref json, ref answer) => answer.Command = answer.Texts.Read(ref json, null)),
        ("sequence_id", (ref json, ref answer) => answer.SequenceId = answer.Texts.Read(ref json, null)),
        ("result", (ref json, ref answer) => answer.Result = answer.Texts.Read(ref json, null)),
        ("param", (ref json, ref answer) => answer.Param = answer.Texts.Read(ref json, null)),
        ("task_id", (ref json, ref answer) => answer.TaskId = answer.Texts.Read(ref json, null)),
        ("subtask_id", (ref json, ref answer) => answer.SubtaskId = answer.Texts.Read(ref json, null)),
        ("reason", (ref json, ref answer) => answer.Reason = answer.Texts.Read(ref json, null)),
        ("err_code", (ref json, ref answer) => answer.ErrorCode = json.ReadBits() ?? 0));

    private static readonly MemberTable<VersionsDraft> Versions = new(
        ("command", (ref json, ref versions) => versions.AreVersions = json.Is("get_version"u8)),
        ("module", ReadModules));

    private static readonly MemberTable<ModuleDraft> Module = new(
        ("name", (ref json, ref module) => module.Name = module.Texts.Read(ref json, null)),
        ("sw_ver", (ref json, ref module) => module.Version = module.Texts.Read(ref json, null)));

    /// <summary>Reads a report.</summary>
    /// <param name="report">The payload.</param>
    /// <param name="message">Begun with what was known before; what the report is and says comes into it.</param>
    public static void Read(ReadOnlySpan<byte> report, ref MessageDraft message)
    {
        try
        {
            Utf8JsonReader json = new(report);
            bool isObject = json.Read() && json.TokenType == JsonTokenType.StartObject;
            if (isObject)
            {
                Message.Read(ref json, ref message);
            }
            if (!isObject || json.Read()) // Anything behind the object is no JSON and throws.
            {
                message.Kind = ReportKind.Broken;
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            message.Kind = ReportKind.Broken; // InvalidOperationException: a string that is no text.
        }
    }

    private static void ReadPrint(ref Utf8JsonReader json, ref MessageDraft message)
    {
        message.Kind = ReportKind.Other;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }
        Utf8JsonReader start = json;
        if (message.Status.IsRead)
        {
            message.Status = default; // Said twice: the last one counts.
        }
        message.Status.Begin(message);
        PrintReader.Members.Read(ref json, ref message.Status);
        if (message.Status.IsStatus)
        {
            if (message.SignatureRequired is { } required)
            {
                message.Status.Details().SignatureRequired ??= required; // It may stand beside the state, before or behind it.
            }
            message.Kind = message.Status.IsDelta || !message.Status.HasState ? ReportKind.Delta : ReportKind.Full;
            return;
        }
        ReadAnswer(ref start, ref message, "print");
    }

    // What stands beside a state is no answer.
    private static void ReadAnswer(ref Utf8JsonReader json, ref MessageDraft message, string kind)
    {
        AnswerDraft answer = new() { Texts = message.Texts };
        json.ReadObject(Answer, ref answer);
        if (message.Kind is ReportKind.Nothing or ReportKind.Other)
        {
            message.Answer = answer.ToAnswer(kind);
            message.Kind = ReportKind.Answer;
        }
    }

    private static void ReadFunctions(ref Utf8JsonReader json, ref MessageDraft message)
    {
        message.SignatureRequired = PrintReader.ReadFunctions(ref json);
        if (message is { Status.IsStatus: true, SignatureRequired: { } required })
        {
            message.Status.Details().SignatureRequired ??= required;
        }
    }

    private static void ReadVersions(ref Utf8JsonReader json, ref MessageDraft message)
    {
        message.Kind = ReportKind.Other;
        VersionsDraft versions = new() { Texts = message.Texts, Modules = PrinterModules.None };
        json.ReadObject(Versions, ref versions);
        if (versions.AreVersions && versions.Modules != PrinterModules.None)
        {
            message.Kind = ReportKind.Versions;
            message.Modules = versions.Modules;
        }
    }

    private static void ReadModules(ref Utf8JsonReader json, ref VersionsDraft versions)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        while (json.ReadNextObject())
        {
            ModuleDraft module = new() { Texts = versions.Texts };
            Module.Read(ref json, ref module);
            if (module.Name is { } name)
            {
                versions.Modules = versions.Modules.With(name, module.Version);
            }
        }
    }

    private struct AnswerDraft
    {
        public ReportTexts Texts;
        public string? Command;
        public string? SequenceId;
        public string? Param;
        public string? TaskId;
        public string? SubtaskId;
        public string? Result;
        public string? Reason;
        public uint ErrorCode;

        // A success may have no result, and a refusal may have nothing but a reason.
        public readonly PrinterAnswer ToAnswer(string kind)
        {
            string? code = ErrorCode == 0 ? null : PrintErrors.Text(ErrorCode);
            string? said = Result is { Length: > 0 } ? Result : Reason;
            bool refused = code is not null || (said is { Length: > 0 } && !said.Equals("success", StringComparison.OrdinalIgnoreCase));
            string? id = SequenceId is { Length: > 0 } ? SequenceId : null;
            return new PrinterAnswer(kind, Command, id, refused, ErrorCode, Reason is { Length: > 0 } ? Reason : code)
            {
                Param = Param,
                TaskId = BambuPrintFigures.KnownId(TaskId),
                SubtaskId = BambuPrintFigures.KnownId(SubtaskId),
            };
        }
    }

    private struct VersionsDraft
    {
        public ReportTexts Texts;
        public bool AreVersions;
        public PrinterModules Modules;
    }

    private struct ModuleDraft
    {
        public ReportTexts Texts;
        public string? Name;
        public string? Version;
    }
}
