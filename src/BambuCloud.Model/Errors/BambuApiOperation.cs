namespace BambuCloud;

/// <summary>What a REST call asks of the cloud: the endpoint, whatever id or query it was called with.</summary>
public enum BambuApiOperation : long
{
    /// <summary><c>GET …/user/bind</c>: the account's printers.</summary>
    ListDevices,

    /// <summary><c>POST …/user/bind</c>: binds a printer.</summary>
    BindDevice,

    /// <summary><c>DELETE …/user/bind</c>: unbinds a printer.</summary>
    UnbindDevice,

    /// <summary><c>GET …/user/device/info</c>: a printer's condition.</summary>
    GetDeviceInfo,

    /// <summary><c>PATCH …/user/device/info</c>: a printer's new name.</summary>
    RenameDevice,

    /// <summary><c>GET …/user/device/version</c>: a printer's firmware.</summary>
    GetDeviceVersion,

    /// <summary><c>GET …/user/print</c>: the print jobs.</summary>
    ListPrints,

    /// <summary><c>POST …/user/print</c>: starts a print.</summary>
    StartPrint,

    /// <summary><c>GET …/user/project</c>: the projects.</summary>
    ListProjects,

    /// <summary><c>GET …/user/project/{id}</c>: one project.</summary>
    GetProject,

    /// <summary><c>GET …/my/tasks</c>: the history.</summary>
    ListTasks,

    /// <summary><c>GET …/user/task/{id}</c>: one task.</summary>
    GetTask,

    /// <summary><c>GET …/my/task/{id}</c>: one task, as the history has it.</summary>
    GetOwnTask,

    /// <summary><c>POST …/my/task</c>: makes a task.</summary>
    CreateTask,

    /// <summary><c>GET …/user/upload</c>: addresses to upload to.</summary>
    GetUploadUrls,

    /// <summary><c>GET …/user/notification</c>: the notifications.</summary>
    ListNotifications,

    /// <summary><c>PUT …/user/notification</c>: marks a notification.</summary>
    MarkNotification,

    /// <summary><c>GET …/my/messages</c>: the messages to the account.</summary>
    ListMessages,

    /// <summary><c>GET …/my/message/count</c>: how many messages are not read.</summary>
    CountMessages,

    /// <summary><c>GET …/my/preference</c>: the account's number.</summary>
    GetPreference,

    /// <summary><c>GET …/my/profile</c>: who the account is.</summary>
    GetProfile,

    /// <summary><c>POST …/user/login</c>: signs in, with the password or a code.</summary>
    SignIn,

    /// <summary><c>POST …/user/sendemail/code</c>: has a code sent by e-mail.</summary>
    SendEmailCode,

    /// <summary><c>POST …/user/sendsmscode</c>: has a code sent by SMS.</summary>
    SendSmsCode,

    /// <summary><c>GET …/csrf</c> of the sign-in site: what its forms have to bring.</summary>
    GetCsrfToken,

    /// <summary><c>POST …/sign-in/tfa</c>: signs in with the authenticator's code.</summary>
    SignInWithTfa,
}
